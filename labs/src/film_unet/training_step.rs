//! Section 3: what a training step minimises, and how far it may go.

use burn::tensor::Tensor;
use diffusion::Schedule;
use exercise::exercise;

use super::Network;

/// One step of training, without the optimiser.
#[exercise(section = 3, checks = super::checks::TRAINING_STEP)]
pub trait TrainingStep {
    /// The loss of one step: for each image draw its own t uniformly from 1..=T and its own ε, jump to x_t, let the network predict, and return the mean over the
    /// batch of w_t·(mean over the pixels of (ε - ε_θ)²), a tensor `[1]`.
    ///
    /// `x0` is `[batch, channel, height, width]`; `network.predict(x_t, t)` gives ε_θ. `weights` has T values, that of t at index t - 1; where all are 1 this is the mean squared
    /// error. Gradients must reach the network. Source: DDPM, arXiv 2006.11239, algorithm 1; the weights are those of arXiv 2303.09556.
    #[task(
        id = "3a",
        points = 12,
        title = "The loss of a training step",
        hints(
            "Draw times, draw noise, jump, predict, compare. Which of these numbers belong to an image, and which to a pixel?",
            "Whole numbers from 1 to T: `Tensor::<1, Int>::random([batch], Distribution::Uniform(1.0, T as f64 + 1.0), &x0.device())`. The mean over the pixels of each image: `(epsilon - predicted).powi_scalar(2).reshape([batch as i32, -1]).mean_dim(1)`, shaped `[batch, 1]`.",
            "`let x_t = x0 * signal + epsilon.clone() * noise; let errors = (epsilon - network.predict(x_t, t.clone())).powi_scalar(2).reshape([batch as i32, -1]).mean_dim(1); let w = Tensor::<1>::from_data(weights, &device).select(0, t - 1).reshape([batch, 1]); (errors * w).mean()`, with signal and noise as in 1a"
        )
    )]
    fn train_step(
        &self,
        network: &Network,
        x0: Tensor<4>,
        schedule: &Schedule,
        weights: &[f64],
    ) -> Tensor<1>;

    /// The factor that all gradients of a step are multiplied with, so that their joint norm is at most `max_norm`.
    ///
    /// `norms` has the Euclidean norm of each parameter tensor's gradient; the joint norm is that of all gradients in one long vector. Returns a factor in (0, 1], and 1 where nothing
    /// is to be clipped. Source: Pascanu et al., arXiv 1211.5063, algorithm 1.
    #[task(
        id = "3b",
        points = 5,
        title = "Clipping by the joint norm",
        hints(
            "A step that is too long should become shorter, and keep its direction. What happens to the direction if every tensor is clipped by itself?",
            "The squared norm of a long vector is the sum of its parts' squared norms. A norm of 0 is below every limit.",
            "`let norm = norms.iter().map(|n| n * n).sum::<f64>().sqrt(); if norm > max_norm { max_norm / norm } else { 1.0 }`"
        )
    )]
    fn clip_factor(&self, norms: &[f64], max_norm: f64) -> f64;
}
