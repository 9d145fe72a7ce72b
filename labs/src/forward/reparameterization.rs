//! Section 1: two ways to draw from a Gaussian, and what they mean for gradients.

use burn::tensor::Tensor;
use exercise::exercise;

/// Drawing from a Gaussian: directly, or as a deterministic function of independent noise.
///
/// Source: Kingma and Welling, arXiv 1312.6114, section 2.4; DDPM, arXiv 2006.11239, equation 2.
#[exercise(section = 1, checks = super::checks::REPARAMETERIZATION, demands = super::demands::reparameterization)]
pub trait Reparameterization {
    /// Draw `z ~ N(mu, sigma²)` so that no gradient reaches `mu` or `sigma`.
    ///
    /// `mu`, `sigma` and the result have the same shape `[batch, dimension]`; every element is drawn on its own; `sigma > 0`.
    #[task(
        id = "1a",
        points = 5,
        title = "Direct sampling",
        hints(
            "A sample is a fresh number: what does it still know of the parameters it was drawn with?",
            "Draw standard normal noise with `noise_like(&mu)`, shift and scale it, then cut the graph.",
            "`(mu + sigma * noise).detach()`"
        )
    )]
    fn direct_sampling(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2>;

    /// Draw `z = mu + sigma · ε` with `ε ~ N(0, I)`, so that gradients flow: ∂z/∂mu = 1 and ∂z/∂sigma = ε.
    ///
    /// `mu`, `sigma` and the result have the same shape `[batch, dimension]`; the noise itself carries no gradient.
    #[task(
        id = "1b",
        points = 8,
        title = "Reparameterized sampling",
        hints(
            "Move the randomness out of the parameters: which part of z is random and which is arithmetic?",
            "Noise of the right shape is `noise_like(&mu)`; the rest is one product and one sum.",
            "`mu + sigma * epsilon`, without a detach"
        )
    )]
    fn reparameterized(&self, mu: Tensor<2>, sigma: Tensor<2>) -> Tensor<2>;

    /// Draw `x_t` from q(x_t | x_{t-1}) = N(√(1-β_t)·x_{t-1}, β_t·I), without a gradient to `x_prev`.
    ///
    /// `x_prev` and the result are images `[batch, channel, height, width]`; `beta_t` lies in (0, 1).
    #[task(
        id = "1c",
        points = 5,
        title = "One forward step, sampled",
        hints(
            "This is 1a with a particular mean and standard deviation.",
            "β_t is a variance: the standard deviation is its root. The mean shrinks the image by √(1-β_t).",
            "`(x_prev * (1.0 - beta_t).sqrt() + noise * beta_t.sqrt()).detach()`"
        )
    )]
    fn forward_step_sampling(&self, x_prev: Tensor<4>, beta_t: f64) -> Tensor<4>;

    /// Draw `x_t = √(1-β_t)·x_{t-1} + √β_t·ε` with gradient to `x_prev`, and return `(x_t, ε)` with the very ε that was used.
    ///
    /// `x_prev` and both results are images `[batch, channel, height, width]`; `beta_t` lies in (0, 1).
    #[task(
        id = "1d",
        points = 7,
        title = "One forward step, reparameterized",
        hints(
            "1b for the step of 1c: keep the noise in a variable, you need it twice.",
            "The returned ε must reproduce x_t: x_t - √(1-β_t)·x_{t-1} = √β_t·ε. Tensors are moved when used: clone.",
            "`let x_t = x_prev * (1.0 - beta_t).sqrt() + epsilon.clone() * beta_t.sqrt(); (x_t, epsilon)`"
        )
    )]
    fn forward_step_reparameterized(
        &self,
        x_prev: Tensor<4>,
        beta_t: f64,
    ) -> (Tensor<4>, Tensor<4>);
}
