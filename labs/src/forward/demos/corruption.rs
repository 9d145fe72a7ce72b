//! A digit on its way to noise.

use burn::tensor::Tensor;
use diffusion::ArgumentError;
use noisebook_runtime::figure::{Image, Images};
use noisebook_runtime::{Figure, ImageGrid};

use super::ForwardJumpDemo;
use crate::forward::{ForwardJump, arguments};

const TIMESTEPS: [usize; 6] = [0, 100, 300, 500, 700, 999];

impl<T: ForwardJump> ForwardJumpDemo<'_, T> {
    /// The image `x0`, `[1, channel, height, width]`, above what the direct jump makes of it at t = 0, 100, 300, 500, 700 and 999,
    /// with the noise level √(1-ᾱ_t) in each title.
    ///
    /// # Errors
    /// When the schedule has fewer than 999 steps, or `x0` is not one image with finite pixels.
    pub fn corruption(&self, x0: &Tensor<4>) -> Result<Figure, ArgumentError> {
        arguments::one_image("x0", x0)?;
        let mut titles = Vec::new();
        let mut corrupted: Vec<Image> = Vec::new();
        for t in TIMESTEPS {
            let timestep = self.schedule.timestep(t)?;
            let noise = (1.0 - self.schedule.alpha_cumprod_at(timestep)).sqrt();
            titles.push(format!("t = {t}: {noise:.3}"));
            let (x_t, _) = self.answer.direct(x0.clone(), timestep, self.schedule);
            corrupted.extend(x_t.into_images().into_iter().take(1));
        }
        let original: Vec<Image> = TIMESTEPS
            .iter()
            .flat_map(|_| x0.into_images().into_iter().take(1))
            .collect();
        let grid = ImageGrid::new("")
            .columns(titles)
            .row("x₀", original)
            .row("xₜ", corrupted);
        Ok(Figure::new("The forward process on one digit: t and noise level √(1−ᾱₜ)").panel(grid))
    }
}
