//! What the lab's functions demand of their arguments, in one place.

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule};
use noisebook_runtime::figure::Values;

const IMAGES: &str = "images are `[batch, channel, height, width]` with batch ≥ 1, for example `digit` or `batch` of this notebook";
const BETA: &str = "β is the variance of one step; see DDPM (arXiv 2006.11239), section 2";

/// A batch of at least one image; how many images it has.
pub fn some_images(argument: &'static str, x: &Tensor<4>) -> Result<usize, ArgumentError> {
    let shape = x.dims();
    if !shape.contains(&0) {
        return Ok(shape[0]);
    }
    let got = format!("shape {shape:?}");
    error(argument, "at least one image with pixels", got, IMAGES)
}

/// A batch of at least one image, every pixel finite; how many images it has.
pub fn images(argument: &'static str, x: &Tensor<4>) -> Result<usize, ArgumentError> {
    let count = some_images(argument, x)?;
    let values = x.clone().into_values();
    let bad = values.iter().filter(|pixel| !pixel.is_finite()).count();
    if bad > 0 {
        let got = format!("{bad} of {} that are NaN or infinite", values.len());
        return error(argument, "finite pixels", got, IMAGES);
    }
    Ok(count)
}

/// A batch of exactly one image.
pub fn one_image(argument: &'static str, x: &Tensor<4>) -> Result<(), ArgumentError> {
    match images(argument, x)? {
        1 => Ok(()),
        n => error(
            argument,
            "one image",
            format!("{n}"),
            "`batch.narrow(0, i, 1)` is image i of a batch",
        ),
    }
}

/// A variance of a step: inside (0, 1).
pub fn beta(argument: &'static str, beta: f64) -> Result<(), ArgumentError> {
    if beta > 0.0 && beta < 1.0 {
        return Ok(());
    }
    error(argument, "a value inside (0, 1)", beta.to_string(), BETA)
}

/// An offset: finite, and not negative.
pub fn offset(argument: &'static str, s: f64) -> Result<(), ArgumentError> {
    if s.is_finite() && s >= 0.0 {
        return Ok(());
    }
    let hint = "Improved DDPM (arXiv 2102.09672) takes 0.008";
    error(
        argument,
        "a number that is not negative",
        s.to_string(),
        hint,
    )
}

/// Means and standard deviations of the same shape, finite, the latter positive.
pub fn normal_law(mu: &Tensor<2>, sigma: &Tensor<2>) -> Result<(), ArgumentError> {
    let hint = "both are `[batch, dimension]`: a mean and a standard deviation for each number that is drawn";
    if mu.dims().contains(&0) {
        return error(
            "mu",
            "at least one mean",
            format!("shape {:?}", mu.dims()),
            hint,
        );
    }
    if mu.dims() != sigma.dims() {
        let expected = format!("shape {:?}, as `mu` has", mu.dims());
        return error("sigma", expected, format!("{:?}", sigma.dims()), hint);
    }
    if let Some(bad) = mu.clone().into_values().iter().find(|x| !x.is_finite()) {
        return error("mu", "finite means", bad.to_string(), hint);
    }
    let outside = |sigma: &&f64| !(sigma.is_finite() && **sigma > 0.0);
    match sigma.clone().into_values().iter().find(outside) {
        None => Ok(()),
        Some(bad) => error("sigma", "positive numbers", bad.to_string(), hint),
    }
}

/// A number that is large enough.
pub fn at_least(argument: &'static str, got: usize, least: usize) -> Result<(), ArgumentError> {
    if got >= least {
        return Ok(());
    }
    error(
        argument,
        format!("at least {least}"),
        got.to_string(),
        "fewer do not make this figure or table",
    )
}

/// Betas inside (0, 1), one at least, and tables of the same length.
pub fn schedule(schedule: &Schedule) -> Result<(), ArgumentError> {
    ArgumentError::check_betas(&schedule.betas)?;
    let tables = [
        ("schedule.alphas", &schedule.alphas),
        ("schedule.alpha_cumprod", &schedule.alpha_cumprod),
        ("schedule.sqrt_alpha_cumprod", &schedule.sqrt_alpha_cumprod),
        (
            "schedule.sqrt_one_minus_alpha_cumprod",
            &schedule.sqrt_one_minus_alpha_cumprod,
        ),
    ];
    let timesteps = schedule.betas.len();
    match tables.iter().find(|(_, table)| table.len() != timesteps) {
        None => Ok(()),
        Some((name, table)) => error(
            name,
            format!("{timesteps} values, one for each timestep"),
            table.len().to_string(),
            "the check of 2d says which table is wrong",
        ),
    }
}

fn error<T>(
    argument: &'static str,
    expected: impl Into<String>,
    got: impl Into<String>,
    hint: &'static str,
) -> Result<T, ArgumentError> {
    Err(ArgumentError {
        argument,
        expected: expected.into(),
        got: got.into(),
        hint,
    })
}
