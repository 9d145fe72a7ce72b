//! Section 4, continued: the loss in practice.

use burn::tensor::Tensor;
use diffusion::Schedule;
use exercise::exercise;

use super::NoiseMlp;

/// The loss that is minimised.
#[exercise(section = 4, checks = super::checks::TRAINING, demands = super::demands::training)]
pub trait SimpleTraining {
    /// The simple loss: for each point draw its own t uniformly from 1..=T and its own ε, jump to x_t, and return the mean over the points
    /// of ‖ε - ε_θ(x_t, t)‖², a tensor `[1]`.
    ///
    /// `x0` is `[batch, 2]`; `model.forward(x_t, t)` takes the timesteps as `Tensor<1, Int>`, `[batch]`. The norm sums over both
    /// coordinates, the mean runs over the batch. Gradients must reach the model. Source: DDPM, arXiv 2006.11239, equation 14.
    #[task(
        id = "4d",
        points = 8,
        title = "The simple loss",
        hints(
            "Four things in a row: times, noise, the jump, the comparison. Which of them are drawn anew for each point?",
            "Whole numbers from 1 to T: `Tensor::<1, Int>::random([batch], Distribution::Uniform(1.0, T as f64 + 1.0), &x0.device())`. `coefficients(&schedule.sqrt_alpha_cumprod, &t)` is √ᾱ_t of each point, `[batch, 1]`.",
            "`let x_t = x0 * coefficients(&schedule.sqrt_alpha_cumprod, &t) + epsilon.clone() * coefficients(&schedule.sqrt_one_minus_alpha_cumprod, &t); (epsilon - model.forward(x_t, t)).powi_scalar(2).sum_dim(1).mean()`"
        )
    )]
    fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, schedule: &Schedule) -> Tensor<1>;
}
