//! What the tests look for: well-formed values, right tables, noise of the right law, gradients.

use burn::tensor::Tensor;
use exercise::expect::{self, STANDARD_ERRORS};
use exercise::{Failure, Gradient, Subject, Test, TestResult};

/// A test of `exercise`.
pub const fn test(
    exercise: &'static str,
    name: &'static str,
    run: fn(&Subject<'_>) -> TestResult,
) -> Test {
    Test {
        exercise,
        name,
        run,
    }
}

/// How exact a table in `f64` must be, relative.
pub const TOLERANCE: f64 = 1e-9;

/// The share of a standard normal law within one standard deviation.
const WITHIN_ONE: f64 = 0.682_689_492_137_085_9;

/// `got` has the shape of the input `of`, and only finite elements.
pub fn well_formed<const D: usize>(what: &str, got: &Tensor<D>, of: &Tensor<D>) -> TestResult {
    let message = format!("`{what}` has not the shape of the input");
    expect::that(got.dims() == of.dims(), message).map_err(|failure| {
        failure.hint("draw noise of the input's own shape: `x.random_like(…)`")
    })?;
    expect::finite(what, &expect::values(got))
}

/// Row-major elements of (`z` - `mean`) / `std`, in `f64`; the tensors have equal shapes.
pub fn residual(z: &[f64], mean: &[f64], std: impl Fn(usize) -> f64) -> Vec<f64> {
    z.iter()
        .zip(mean)
        .enumerate()
        .map(|(i, (z, mean))| (z - mean) / std(i))
        .collect()
}

/// `factor` · `tensor`, in `f64`.
pub fn scaled<const D: usize>(tensor: &Tensor<D>, factor: f64) -> Vec<f64> {
    expect::values(tensor)
        .into_iter()
        .map(|x| factor * x)
        .collect()
}

/// `x_t` = √`signal`·`x` + √(1 - `signal`)·`epsilon`, with the very `epsilon` that was returned; all have the shape of `x`.
/// In `f32`, x_t is exact to about 1e-6 here.
pub fn rebuilt<const D: usize>(
    x_t: &Tensor<D>,
    x: &Tensor<D>,
    signal: f64,
    epsilon: &Tensor<D>,
) -> TestResult {
    well_formed("x_t", x_t, x)?;
    well_formed("epsilon", epsilon, x)?;
    let noise = scaled(epsilon, (1.0 - signal).sqrt());
    let expected: Vec<f64> = scaled(x, signal.sqrt())
        .iter()
        .zip(noise)
        .map(|(a, b)| a + b)
        .collect();
    let what = "x_t rebuilt from the returned epsilon";
    expect::close(what, &expect::values(x_t), &expected, 1e-5)
}

/// `noise` is drawn from N(0, 1): its mean, its variance and its share within one standard deviation.
pub fn standard_normal(what: &str, noise: &[f64]) -> TestResult {
    expect::normal_draws(what, noise, 0.0, 1.0)?;
    let n = noise.len() as f64;
    let share = noise.iter().filter(|x| x.abs() < 1.0).count() as f64 / n;
    let error = (WITHIN_ONE * (1.0 - WITHIN_ONE) / n).sqrt();
    let normal = (share - WITHIN_ONE).abs() <= STANDARD_ERRORS * error;
    expect::that(
        normal,
        format!("`{what}` has the right mean and variance, but is not normally distributed"),
    )
    .map_err(|failure| failure.hint("`Distribution::Normal(0.0, 1.0)` draws standard normal noise"))
}

/// Neighbours along every axis are uncorrelated, so that no axis shares its draws.
pub fn independent(what: &str, noise: &[f64], dims: &[usize]) -> TestResult {
    for axis in 0..dims.len() {
        let stride: usize = dims[axis + 1..].iter().product();
        let has_next = |i: &usize| (i / stride) % dims[axis] + 1 < dims[axis];
        let here: Vec<usize> = (0..noise.len()).filter(has_next).collect();
        if here.is_empty() {
            continue;
        }
        let a: Vec<f64> = here.iter().map(|&i| noise[i]).collect();
        let b: Vec<f64> = here.iter().map(|&i| noise[i + stride]).collect();
        expect::uncorrelated(&format!("neighbours in `{what}` along axis {axis}"), &a, &b)
            .map_err(|failure| {
                failure.hint("every element needs a draw of its own: no broadcast of the noise")
            })?;
    }
    Ok(())
}

/// Two calls drew different noise.
pub fn fresh(what: &str, first: &[f64], second: &[f64]) -> TestResult {
    expect::uncorrelated(&format!("{what} of two calls"), first, second)
        .map_err(|failure| failure.hint("each call draws anew; do not seed the device in a body"))
}

/// No gradient reached argument `index`.
pub fn cut(gradient: &Gradient, index: usize, name: &str) -> TestResult {
    expect::that(
        !gradient.reaches(index),
        format!("a gradient reaches `{name}`"),
    )
    .map_err(|failure| failure.hint("`detach()` cuts the graph behind a tensor"))
}

/// The gradient that reached argument `index`.
pub fn reached<const D: usize>(
    gradient: &Gradient,
    index: usize,
    name: &str,
) -> Result<Tensor<D>, Failure> {
    let missing = || Failure::new(format!("no gradient reaches `{name}`"));
    gradient
        .of::<D>(index)?
        .ok_or_else(|| missing().hint("a `detach()` on the way cuts the graph"))
}

/// As many betas as timesteps, all inside (0, 1).
pub fn valid_betas(what: &str, betas: &[f64], timesteps: usize) -> TestResult {
    expect::that(
        betas.len() == timesteps,
        format!("`{what}` does not return one value for each timestep"),
    )?;
    expect::finite(what, betas)?;
    let inside = betas.iter().all(|&beta| beta > 0.0 && beta < 1.0);
    expect::that(inside, format!("`{what}` returns values outside (0, 1)"))
}
