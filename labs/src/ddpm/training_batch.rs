//! Section 3: what one step of training is made of.

use burn::tensor::{Int, Tensor};
use exercise::exercise;

/// One batch of training: timesteps, noise, noisy images, and the loss of a prediction.
#[exercise(section = 3, checks = super::checks::TRAINING_BATCH)]
pub trait TrainingBatch {
    /// Draw one timestep for each image of the batch `x0`, uniformly from 1..=`timesteps`, both ends included.
    ///
    /// The result is `[batch]`, on the device of `x0`. Source: DDPM, arXiv 2006.11239, algorithm 1, line 3.
    #[task(
        id = "3a",
        points = 10,
        title = "Timesteps",
        hints(
            "One number for each image, not one for the batch. Which is the smallest that may come, which the largest?",
            "`Tensor::<1, Int>::random([batch], Distribution::Uniform(low, high), &x0.device())` draws whole numbers from low up to, but without, high.",
            "`Tensor::<1, Int>::random([x0.dims()[0]], Distribution::Uniform(1.0, timesteps as f64 + 1.0), &x0.device())`"
        )
    )]
    fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int>;

    /// Draw noise ε ~ N(0, I) of the shape of `x0`: every pixel of every image has its own draw.
    ///
    /// Source: DDPM, arXiv 2006.11239, algorithm 1, line 4.
    #[task(
        id = "3b",
        points = 6,
        title = "Noise",
        hints(
            "Mean 0, variance 1, as many numbers as `x0` has.",
            "A tensor can draw others of its own shape on its own device.",
            "`x0.random_like(Distribution::Normal(0.0, 1.0))`"
        )
    )]
    fn sample_noise(&self, x0: &Tensor<4>) -> Tensor<4>;

    /// Make one training example of each image of `x0`: return `(x_t, t, ε)` with t from 3a, ε from 3b and x_t from 1b.
    ///
    /// `x0`, `x_t` and ε are `[batch, channel, height, width]`, `t` is `[batch]`. The ε that is returned is the one in `x_t`. Source:
    /// DDPM, arXiv 2006.11239, algorithm 1, lines 2 to 5.
    #[task(
        id = "3c",
        points = 12,
        title = "The noisy batch",
        hints(
            "You have all three parts. In which order must they be made, and which of them does the network get to see?",
            "T is the length of `alpha_bars`. Call your own `self.sample_timesteps` and `self.sample_noise`, and `q_sample` of your answer to section 1 with `Some(noise)`.",
            "`let t = self.sample_timesteps(&x0, alpha_bars.len());`, `let noise = self.sample_noise(&x0);`, `let (x_t, noise) = MyForwardSampling.q_sample(x0, t.clone(), alpha_bars, Some(noise));`, `(x_t, t, noise)`"
        )
    )]
    fn noisy_batch(
        &self,
        x0: Tensor<4>,
        alpha_bars: &[f64],
    ) -> (Tensor<4>, Tensor<1, Int>, Tensor<4>);

    /// The mean of (ε_θ - ε)² over all pixels of all images, a tensor `[1]` through which gradients reach the prediction.
    ///
    /// `predicted` and `noise` are `[batch, channel, height, width]`. Source: DDPM, arXiv 2006.11239, equation 14, divided by the number of
    /// pixels.
    #[task(
        id = "3d",
        points = 10,
        title = "The loss",
        hints(
            "A distance between what was predicted and what was really added, over everything there is.",
            "Subtract, square, average. Which of burn's operations makes one number of a tensor without leaving the graph?",
            "`(predicted - noise).powi_scalar(2).mean()`"
        )
    )]
    fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1>;
}
