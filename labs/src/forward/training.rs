//! Section 4: what a network is trained on.

use burn::tensor::{Int, Tensor};
use diffusion::Schedule;
use exercise::exercise;

/// Examples for the training of a noise predictor, a batch at a time.
#[exercise(section = 4, checks = super::checks::TRAINING, demands = super::demands::training)]
pub trait TrainingData {
    /// Make one training example of each image of the batch `x0`: return `(x_t, t, ε)` with x_t = √ᾱ_t·x_0 + √(1-ᾱ_t)·ε.
    ///
    /// Each image has its own timestep, drawn evenly from 1..=T, and its own noise. `x0`, `x_t` and ε are
    /// `[batch, channel, height, width]`, `t` is `[batch]`. Source: DDPM, arXiv 2006.11239, algorithm 1, lines 2 to 5.
    #[task(
        id = "4a",
        points = 15,
        title = "Training examples",
        hints(
            "This is 3b with another t for each image. What has one number per image, and must reach every pixel of it?",
            "`Distribution::Uniform(low, high)` draws whole numbers from low up to, but without, high. A table becomes a tensor with `Tensor::<1>::from_data(&table[..], &device)`, `table.select(0, index)` picks its entries (index t - 1), and `.reshape([batch, 1, 1, 1])` lets them reach all pixels.",
            "`let t = Tensor::<1, Int>::random([batch], Distribution::Uniform(1.0, T as f64 + 1.0), &device);` then `x0 * gather(&schedule.sqrt_alpha_cumprod) + epsilon.clone() * gather(&schedule.sqrt_one_minus_alpha_cumprod)`, with `gather` a closure for hint 2"
        )
    )]
    fn training_sample(
        &self,
        x0: Tensor<4>,
        schedule: &Schedule,
    ) -> (Tensor<4>, Tensor<1, Int>, Tensor<4>);
}
