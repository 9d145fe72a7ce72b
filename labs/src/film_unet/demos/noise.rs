//! One digit on its way to noise.

use burn::tensor::{Int, Tensor};
use diffusion::{ArgumentError, Schedule};
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Figure, ImageGrid, Table, device, noise_like};

use super::images;
use crate::film_unet::ImageNoise;

/// One image at several timesteps, all with the same noise: the noise itself, and what 1b makes of both.
///
/// # Errors
/// When `digit` is not one image, or a timestep is not within 1..=T.
pub fn noise_strip(
    answer: &impl ImageNoise,
    schedule: &Schedule,
    digit: &Tensor<4>,
    timesteps: &[usize],
) -> Result<Figure, ArgumentError> {
    images("digit", digit, 1)?;
    let mut titles = Vec::new();
    for &t in timesteps {
        let signal = schedule.alpha_cumprod_at(schedule.step(t)?);
        titles.push(format!("t = {t}: {:.0} %", 100.0 * signal));
    }
    let count = timesteps.len();
    let x0 = digit.clone().narrow(0, 0, 1).repeat_dim(0, count);
    let noise = noise_like(&digit.clone().narrow(0, 0, 1)).repeat_dim(0, count);
    let t: Vec<i64> = timesteps.iter().map(|&t| t as i64).collect();
    let t = Tensor::<1, Int>::from_ints(t.as_slice(), &digit.device());
    let x_t = answer.add_noise(x0, noise, t, schedule);
    let grid = ImageGrid::new("").columns(titles).row("x_t", x_t);
    Ok(
        Figure::new("The same digit and the same noise; the share of the variance that is signal")
            .panel(grid),
    )
}

/// The pair that 1a gives for a batch of these timesteps, and the sum of its squares.
///
/// # Errors
/// When a timestep is not within 1..=T.
pub fn coefficient_table(
    answer: &impl ImageNoise,
    schedule: &Schedule,
    timesteps: &[usize],
) -> Result<Table, ArgumentError> {
    for &t in timesteps {
        schedule.step(t)?;
    }
    let t: Vec<i64> = timesteps.iter().map(|&t| t as i64).collect();
    let batch = Tensor::<1, Int>::from_ints(t.as_slice(), &device());
    let (signal, noise) = answer.coefficients(batch, schedule);
    let title = format!(
        "A batch of {}: both of the shape {:?}",
        t.len(),
        signal.dims()
    );
    let pairs = signal.into_values().into_iter().zip(noise.into_values());
    let mut table = Table::new(["t", "√ᾱ_t", "√(1-ᾱ_t)", "sum of squares"]).title(title);
    for (t, (signal, noise)) in timesteps.iter().zip(pairs) {
        let sum = signal * signal + noise * noise;
        table.push([
            t.to_string(),
            format!("{signal:.4}"),
            format!("{noise:.4}"),
            format!("{sum:.4}"),
        ]);
    }
    Ok(table)
}
