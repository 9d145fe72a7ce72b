//! Section 4: the network predicts the noise.

use burn::tensor::Tensor;
use diffusion::{Schedule, Step};
use exercise::exercise;

/// x_0, x_t and ε are tied by one equation, so that a network that knows one of them knows all. Points are `[batch, 2]`.
#[exercise(section = 4, checks = super::checks::NOISE_PREDICTION, demands = super::demands::noise_prediction)]
pub trait NoisePrediction {
    /// Jump to x_t = √ᾱ_t·x_0 + √(1-ᾱ_t)·ε and return `(x_t, ε)`, with the noise that is given, or else with fresh noise.
    ///
    /// Source: DDPM, arXiv 2006.11239, equation 4.
    #[task(
        id = "4a",
        points = 5,
        title = "The jump with its noise",
        hints(
            "1c kept its noise to itself. What must be returned so that someone can train on it?",
            "`epsilon.unwrap_or_else(|| …)` takes the given noise or draws some. You use ε twice: clone it.",
            "`let epsilon = epsilon.unwrap_or_else(|| x0.random_like(Distribution::Normal(0.0, 1.0)));` and then `(x0 * left.sqrt() + epsilon.clone() * (1.0 - left).sqrt(), epsilon)`"
        )
    )]
    fn forward_with_noise(
        &self,
        x0: Tensor<2>,
        t: Step,
        epsilon: Option<Tensor<2>>,
        schedule: &Schedule,
    ) -> (Tensor<2>, Tensor<2>);

    /// Solve the jump for x_0, given x_t and the noise ε that is in it.
    ///
    /// Source: DDPM, arXiv 2006.11239, equation 15.
    #[task(
        id = "4b",
        points = 4,
        title = "Back to x_0",
        hints(
            "x_t = √ᾱ_t·x_0 + √(1-ᾱ_t)·ε is one equation with one unknown.",
            "Take the noise away first, then divide by what the signal was multiplied with.",
            "`(x_t - epsilon * (1.0 - left).sqrt()) / left.sqrt()`"
        )
    )]
    fn solve_for_x0(
        &self,
        x_t: Tensor<2>,
        epsilon: Tensor<2>,
        t: Step,
        schedule: &Schedule,
    ) -> Tensor<2>;

    /// The optimal mean of 3b without x_0: (x_t - β_t/√(1-ᾱ_t)·ε)/√α_t.
    ///
    /// It is 3b with x_0 replaced by 4b. Source: DDPM, arXiv 2006.11239, equation 11.
    #[task(
        id = "4c",
        points = 5,
        title = "The mean from the noise",
        hints(
            "A step back: undo a little of the noise, then undo the shrinking of one step.",
            "The divisor is √α_t, of this one step; with √ᾱ_t you would be back at x_0. The noise is weighted with β_t/√(1-ᾱ_t).",
            "`(x_t - epsilon * (beta / (1.0 - left).sqrt())) / alpha.sqrt()`"
        )
    )]
    fn mean_from_noise(
        &self,
        x_t: Tensor<2>,
        epsilon: Tensor<2>,
        t: Step,
        schedule: &Schedule,
    ) -> Tensor<2>;
}
