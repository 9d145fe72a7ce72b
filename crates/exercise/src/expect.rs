//! Comparisons for tests. Each names what it looked at and by how much it is off, never the value it expected, so that the
//! same helper serves public checks and hidden tests.

use burn::tensor::Tensor;

use crate::{Failure, TestResult};

/// Standard errors that a statistical comparison allows. A right body exceeds them by chance with probability 3.8e-8 (normal
/// approximation, two-sided), so that even hundreds of comparisons stay below one false failure in 10,000 gradings.
pub const STANDARD_ERRORS: f64 = 5.5;

/// All elements, row-major.
pub fn values<const D: usize>(tensor: &Tensor<D>) -> Vec<f64> {
    tensor
        .to_data()
        .convert::<f64>()
        .try_to_vec()
        .unwrap_or_default()
}

/// Fails with `message` unless `condition` holds.
///
/// # Errors
/// A [`Failure`] with the message.
pub fn that(condition: bool, message: impl Into<String>) -> TestResult {
    if condition {
        Ok(())
    } else {
        Err(Failure::new(message))
    }
}

/// The shapes are equal.
///
/// # Errors
/// A [`Failure`] with both shapes.
pub fn shape<const D: usize>(what: &str, got: &Tensor<D>, expected: [usize; D]) -> TestResult {
    let dims = got.dims();
    that(
        dims == expected,
        format!("`{what}` has shape {dims:?}, expected {expected:?}"),
    )
}

/// The lists are equally long.
///
/// # Errors
/// A [`Failure`] with both lengths.
pub fn length<T>(what: &str, got: &[T], expected: usize) -> TestResult {
    that(
        got.len() == expected,
        format!("`{what}` has {} items, expected {expected}", got.len()),
    )
}

/// No element is NaN or infinite.
///
/// # Errors
/// A [`Failure`] that counts them.
pub fn finite(what: &str, got: &[f64]) -> TestResult {
    let bad = got.iter().filter(|x| !x.is_finite()).count();
    that(
        bad == 0,
        format!(
            "`{what}` holds {bad} values that are NaN or infinite, of {}",
            got.len()
        ),
    )
}

/// Every element is within `tolerance · (1 + |expected|)`.
///
/// # Errors
/// A [`Failure`] with the largest deviation and where it is.
pub fn close(what: &str, got: &[f64], expected: &[f64], tolerance: f64) -> TestResult {
    length(what, got, expected.len())?;
    finite(what, got)?;
    let deviation = |(g, e): (&f64, &f64)| (g - e).abs() / (1.0 + e.abs());
    let worst = got
        .iter()
        .zip(expected)
        .map(deviation)
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1));
    match worst {
        Some((i, off)) if exceeds(off, tolerance) => Err(Failure::new(format!(
            "`{what}` is off by {off:.2e} at index {i}, at most {tolerance:.0e} is allowed"
        ))),
        _ => Ok(()),
    }
}

/// Every element is within `tolerance · |expected|`: for tables whose small values matter.
///
/// # Errors
/// A [`Failure`] with the largest deviation and where it is.
pub fn close_relative(what: &str, got: &[f64], expected: &[f64], tolerance: f64) -> TestResult {
    length(what, got, expected.len())?;
    finite(what, got)?;
    let ratio: Vec<f64> = got
        .iter()
        .zip(expected)
        .map(|(g, e)| if e == g { 0.0 } else { (g - e) / e.abs() })
        .collect();
    match ratio
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
    {
        Some((i, off)) if exceeds(*off, tolerance) => Err(Failure::new(format!(
            "`{what}` is off by {off:+.2e} relative to the right value at index {i}, at most {tolerance:.0e} is allowed"
        ))),
        _ => Ok(()),
    }
}

/// Shapes and elements of two tensors agree within `tolerance · (1 + |expected|)`.
///
/// # Errors
/// As [`shape()`] and [`close`].
pub fn tensor<const D: usize>(
    what: &str,
    got: &Tensor<D>,
    expected: &Tensor<D>,
    tolerance: f64,
) -> TestResult {
    shape(what, got, expected.dims())?;
    close(what, &values(got), &values(expected), tolerance)
}

/// `draws` are independent draws from a normal law with this mean and standard deviation, as far as mean and variance tell.
/// The mean may be off by [`STANDARD_ERRORS`]` · σ/√n`, the variance by [`STANDARD_ERRORS`]` · σ²·√(2/(n-1))`.
///
/// # Errors
/// A [`Failure`] that says which moment is off and by how many standard errors.
pub fn normal_draws(what: &str, draws: &[f64], mean: f64, std: f64) -> TestResult {
    finite(what, draws)?;
    let n = draws.len() as f64;
    let got_mean = draws.iter().sum::<f64>() / n;
    let got_variance = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
    let mean_error = (got_mean - mean) / (std / n.sqrt());
    let variance_error = (got_variance - std * std) / (std * std * (2.0 / (n - 1.0)).sqrt());
    let far = |name: &str, errors: f64| {
        let message = format!(
            "the {name} of `{what}` is {:.0} standard errors too ",
            errors.abs()
        );
        Failure::new(message + if errors > 0.0 { "large" } else { "small" })
    };
    if exceeds(mean_error, STANDARD_ERRORS) {
        return Err(far("mean", mean_error));
    }
    if exceeds(variance_error, STANDARD_ERRORS) {
        return Err(far("variance", variance_error));
    }
    Ok(())
}

/// Two lists of draws vary and are uncorrelated: |r| ≤ [`STANDARD_ERRORS`]`/√n`.
///
/// # Errors
/// A [`Failure`] with the correlation.
pub fn uncorrelated(what: &str, a: &[f64], b: &[f64]) -> TestResult {
    length(what, a, b.len())?;
    let n = a.len() as f64;
    let (ma, mb) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let covariance: f64 = a.iter().zip(b).map(|(x, y)| (x - ma) * (y - mb)).sum();
    let spread = |list: &[f64], m: f64| list.iter().map(|x| (x - m).powi(2)).sum::<f64>().sqrt();
    let r = covariance / (spread(a, ma) * spread(b, mb));
    that(
        !r.is_nan(),
        format!("{what}: all equal or not finite, expected independent draws"),
    )?;
    that(
        r.abs() <= STANDARD_ERRORS / n.sqrt(),
        format!("{what}: correlated (r = {r:.3}), expected independent draws"),
    )
}

/// Whether a deviation is larger than the limit; NaN is.
fn exceeds(deviation: f64, limit: f64) -> bool {
    deviation.is_nan() || deviation.abs() > limit
}
