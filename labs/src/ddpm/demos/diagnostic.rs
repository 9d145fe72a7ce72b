//! Does the network see the digit behind the noise?

use burn::tensor::{Int, Tensor};
use diffusion::{ArgumentError, Schedule};
use noisebook_runtime::figure::{Image, Images};
use noisebook_runtime::{Figure, ImageGrid};
use training::Denoiser;

use super::images;
use crate::ddpm::ForwardSampling;

/// The timesteps of the figure.
const SHOWN: [usize; 4] = [100, 300, 600, 900];

/// Digits at t = 100, 300, 600 and 900, what the network takes them for, and what they are: three rows.
///
/// One step all the way back: x̂_0 = (x_t - √(1-ᾱ_t)·ε̂)/√ᾱ_t. Source: DDPM, arXiv 2006.11239, equation 15.
///
/// # Errors
/// When the schedule has fewer than 900 steps, or `x0` has fewer than four images, or pixels that are not finite.
pub fn estimates(
    answer: &impl ForwardSampling,
    network: &impl Denoiser,
    schedule: &Schedule,
    x0: &Tensor<4>,
) -> Result<Figure, ArgumentError> {
    images("x0", x0, SHOWN.len())?;
    let (mut titles, mut noisy, mut seen) = (Vec::new(), Vec::<Image>::new(), Vec::<Image>::new());
    for (i, t) in SHOWN.into_iter().enumerate() {
        let step = schedule.step(t)?;
        titles.push(format!("t = {t}"));
        let clean = x0.clone().narrow(0, i, 1);
        let ts = Tensor::<1, Int>::full([1], t as i64, &x0.device());
        let (x_t, _) = answer.q_sample(clean, ts.clone(), &schedule.alpha_cumprod, None);
        let epsilon = network.epsilon(x_t.clone(), ts);
        let left = schedule.alpha_cumprod_at(step);
        let x0_hat = (x_t.clone() - epsilon * (1.0 - left).sqrt()) / left.sqrt();
        noisy.extend(x_t.into_images());
        seen.extend(x0_hat.clamp(-1.0, 1.0).into_images());
    }
    let grid = ImageGrid::new("")
        .columns(titles)
        .row("noisy", noisy)
        .row("predicted", seen)
        .row("truth", x0.clone().narrow(0, 0, SHOWN.len()));
    Ok(Figure::new("One step all the way back: x̂₀ from the predicted noise").panel(grid))
}
