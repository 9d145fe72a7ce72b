//! Section 1: the jump, for a batch in which every image has its own timestep.

use burn::tensor::{Int, Tensor};
use diffusion::Schedule;
use exercise::exercise;

/// Noise on a batch of images `[batch, channel, height, width]`. `t` is `[batch]` with values 1 to T; the tables of the schedule
/// are 0-based, so that the value of t stands at index t - 1.
#[exercise(section = 1, checks = super::checks::IMAGE_NOISE)]
pub trait ImageNoise {
    /// Look up √ᾱ_t and √(1-ᾱ_t) of each image's own timestep, both shaped `[batch, 1, 1, 1]`.
    ///
    /// In that shape one number per image reaches all of its pixels. The tables are precomputed: no root is taken here.
    #[task(
        id = "1a",
        points = 5,
        title = "Coefficients of a batch",
        hints(
            "A table, and a list of places to look at. Which place does t = 1 stand at?",
            "`Tensor::<1>::from_data(&table[..], &device)` makes a tensor of a table, `select(0, indices)` picks from it, and `reshape([batch, 1, 1, 1])` gives the axes that broadcast.",
            "`let at = |table: &[f64]| Tensor::<1>::from_data(table, &t.device()).select(0, t.clone() - 1).reshape([batch, 1, 1, 1]);` and then `(at(&schedule.sqrt_alpha_cumprod), at(&schedule.sqrt_one_minus_alpha_cumprod))`"
        )
    )]
    fn coefficients(&self, t: Tensor<1, Int>, schedule: &Schedule) -> (Tensor<4>, Tensor<4>);

    /// Jump to x_t = √ᾱ_t·x_0 + √(1-ᾱ_t)·ε, each image with its own t and with the noise that is given.
    ///
    /// Source: DDPM, arXiv 2006.11239, equation 4.
    #[task(
        id = "1b",
        points = 5,
        title = "Noisy images",
        hints(
            "Two products and a sum. 1a has both factors, in the shape that you need.",
            "`self.coefficients(t, schedule)` gives the pair (signal, noise).",
            "`let (signal, noise) = self.coefficients(t, schedule);` and then `x0 * signal + epsilon * noise`"
        )
    )]
    fn add_noise(
        &self,
        x0: Tensor<4>,
        epsilon: Tensor<4>,
        t: Tensor<1, Int>,
        schedule: &Schedule,
    ) -> Tensor<4>;
}
