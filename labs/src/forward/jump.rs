//! Section 3: from the clean image to any timestep, step by step or at once.

use burn::tensor::Tensor;
use diffusion::{Schedule, Timestep};
use exercise::exercise;

/// Two ways to the same distribution q(x_t | x_0). Images are `[batch, channel, height, width]`.
#[exercise(section = 3, checks = super::checks::JUMP, demands = super::demands::jump)]
pub trait ForwardJump {
    /// Walk the Markov chain from `x0` to timestep `t`, and return `(x_t, states)` with all t + 1 states x_0, …, x_t.
    ///
    /// Step s draws x_s = √(1-β_s)·x_{s-1} + √β_s·ε_s with fresh noise. t = 0 returns `x0` and the one state `x0`.
    /// Source: DDPM, arXiv 2006.11239, equation 2.
    #[task(
        id = "3a",
        points = 8,
        title = "Sequential noising",
        hints(
            "You wrote one step in 1d: now s runs over 1..=t. Which β belongs to step s?",
            "Start with `vec![x0]`; each round pushes one state made from the last. β_s is `schedule.betas[s - 1]`.",
            "`for beta in &schedule.betas[..t.get()] { let noise = noise_like(&x); x = x * (1.0 - beta).sqrt() + noise * beta.sqrt(); states.push(x.clone()); }`"
        )
    )]
    fn sequential(
        &self,
        x0: Tensor<4>,
        t: Timestep,
        schedule: &Schedule,
    ) -> (Tensor<4>, Vec<Tensor<4>>);

    /// Jump from `x0` to timestep `t` at once: return `(x_t, ε)` with x_t = √ᾱ_t·x_0 + √(1-ᾱ_t)·ε.
    ///
    /// t = 0 returns `x0` itself and zeros. Source: DDPM, arXiv 2006.11239, equation 4.
    #[task(
        id = "3b",
        points = 10,
        title = "Direct jump",
        hints(
            "The chain of Gaussians is one Gaussian. Which table holds its two coefficients?",
            "Timestep t stands at index t - 1; `t.index()` is None for t = 0, where there is no noise at all.",
            "`x0 * schedule.sqrt_alpha_cumprod[i] + epsilon.clone() * schedule.sqrt_one_minus_alpha_cumprod[i]`"
        )
    )]
    fn direct(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> (Tensor<4>, Tensor<4>);
}
