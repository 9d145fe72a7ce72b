//! Section 1: from a clean image to any timestep.

use burn::tensor::{Int, Tensor};
use exercise::exercise;

/// The forward process in closed form, for a batch in which every image has its own timestep.
#[exercise(section = 1, checks = super::checks::FORWARD_SAMPLING)]
pub trait ForwardSampling {
    /// Return ᾱ_t = α_1·…·α_t with α_t = 1 - β_t, for t = 1..=T at index t - 1.
    ///
    /// `betas` has T values, so has the result. Source: DDPM, arXiv 2006.11239, section 2.
    #[task(
        id = "1a",
        points = 12,
        title = "ᾱ, the signal that is left",
        hints(
            "Each step keeps α_t of the signal's variance. What do two steps keep, and three?",
            "A running product: begin with 1.0 and multiply by 1 - β of each step; each product so far is one value of the list.",
            "`let mut left = 1.0; betas.iter().map(|beta| { left *= 1.0 - beta; left }).collect()`"
        )
    )]
    fn alpha_bars(&self, betas: &[f64]) -> Vec<f64>;

    /// Jump to x_t = √ᾱ_t·x_0 + √(1-ᾱ_t)·ε, each image with its own t, and return `(x_t, ε)`: with the noise that is given, or else with
    /// fresh noise.
    ///
    /// `x0`, `x_t` and ε are `[batch, channel, height, width]`, `t` is `[batch]` with values in 1..=T. Source: DDPM, arXiv 2006.11239,
    /// equation 4.
    #[task(
        id = "1b",
        points = 16,
        title = "q_sample",
        hints(
            "Each image needs its own pair of numbers √ᾱ_t and √(1-ᾱ_t). How does one number of an image reach all of its pixels?",
            "`Tensor::<1>::from_data(alpha_bars, &x0.device())` is the table, `.select(0, t - 1)` picks one entry for each image, and `.reshape([batch, 1, 1, 1])` lets it reach every pixel. `noise.unwrap_or_else(|| …)` takes the given noise or draws some.",
            "`let left = table.select(0, t - 1).reshape([batch, 1, 1, 1]);` and then `(x0 * left.clone().sqrt() + noise.clone() * (-left + 1.0).sqrt(), noise)`"
        )
    )]
    fn q_sample(
        &self,
        x0: Tensor<4>,
        t: Tensor<1, Int>,
        alpha_bars: &[f64],
        noise: Option<Tensor<4>>,
    ) -> (Tensor<4>, Tensor<4>);
}
