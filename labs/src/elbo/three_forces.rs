//! Section 5: what the three terms of the bound want.

use burn::tensor::Tensor;
use diffusion::{Schedule, Step};
use exercise::exercise;

use super::NoiseMlp;

/// The three terms of the bound under a learned model, in nats. Points are `[batch, 2]`.
///
/// The model's reverse step is p_θ(x_{t-1} | x_t) = N(μ_θ, β_t·I) with μ_θ as in 4c, for the noise `model.forward_at(x_t, t)`.
/// Source: DDPM, arXiv 2006.11239, equations 5 and 11.
#[exercise(section = 5, checks = super::checks::THREE_FORCES, demands = super::demands::three_forces)]
pub trait ThreeForces {
    /// The reconstruction: log p_θ(x_0 | x_1) = log N(x_0; μ_θ(x_1), β_1·I) of each point, `[batch]`.
    ///
    /// μ_θ(x_1) is the mean from the predicted noise at t = 1. The optimal mean would be x_0 itself with variance 0, an infinite
    /// density: this term needs the model's mean, and the model's variance β_1.
    #[task(
        id = "5a",
        points = 5,
        title = "Reconstruction",
        hints(
            "How likely is the true x_0 under the model's last step? You need the model's mean, a variance, and the density of a Gaussian in two dimensions.",
            "Mean: 4c at t = 1 with ε_θ = `model.forward_at(x1, t)`, and t = 1 is `Step::FIRST`. Log-density: -d/2·log(2π·β_1) - ‖x_0 - mean‖²/(2β_1) with d = 2.",
            "`let mean = (x1 - epsilon * (beta / (1.0 - left).sqrt())) / alpha.sqrt(); let squares = (x0 - mean).powi_scalar(2).sum_dim(1).squeeze_dim(1); squares / (-2.0 * beta) - (std::f64::consts::TAU * beta).ln()`"
        )
    )]
    fn reconstruction(
        &self,
        x0: Tensor<2>,
        x1: Tensor<2>,
        model: &NoiseMlp,
        schedule: &Schedule,
    ) -> Tensor<1>;

    /// The prior matching: KL(q(x_T | x_0) ‖ N(0, I)) of each point, `[batch]`, in closed form.
    ///
    /// ½·Σ(σ² + μ² - 1 - ln σ²) over both coordinates, with μ = √ᾱ_T·x_0 and σ² = 1 - ᾱ_T. Nothing in it can be learned.
    #[task(
        id = "5b",
        points = 5,
        title = "Prior matching",
        hints(
            "q(x_T | x_0) is a Gaussian that you know. Which of σ² and μ² differs from coordinate to coordinate?",
            "σ² is the same for both, so Σ(σ² - 1 - ln σ²) is 2·(σ² - 1 - ln σ²), a number: add it in `f64`, where its digits survive. μ² summed is ᾱ_T·‖x_0‖².",
            "`let squares = x0.powi_scalar(2).sum_dim(1).squeeze_dim(1); squares * (0.5 * left) + (variance - 1.0 - variance.ln())`"
        )
    )]
    fn prior_matching(&self, x0: Tensor<2>, schedule: &Schedule) -> Tensor<1>;

    /// The denoising: for each of `timesteps` the mean over the batch of KL(q(x_{t-1} | x_t, x_0) ‖ p_θ(x_{t-1} | x_t)), with x_t drawn from
    /// q(x_t | x_0) by fresh noise for each point.
    ///
    /// Both are Gaussians: mean μ̃ and variance β̃_t = (1-ᾱ_{t-1})/(1-ᾱ_t)·β_t of section 3 against μ_θ and β_t. In d = 2 dimensions KL =
    /// ½·(d·(r - 1 - ln r) + ‖μ̃ - μ_θ‖²/β_t) with r = β̃_t/β_t. All timesteps are 2 or more: at t = 1 q is a point, and the reconstruction takes its place.
    #[task(
        id = "5c",
        points = 7,
        title = "Denoising",
        hints(
            "A divergence for each point, and then its mean: over what is the mean taken, and where do the draws come from?",
            "For each t: draw ε, jump to x_t, get ε_θ. Both means have the form of 4c, one with ε and one with ε_θ, so their difference is β_t/√(α_t·(1-ᾱ_t))·(ε - ε_θ).",
            "`let gap = (epsilon - predicted).powi_scalar(2).sum_dim(1).mean().into_scalar::<f64>(); 0.5 * (2.0 * (r - 1.0 - r.ln()) + gap * beta / (alpha * (1.0 - left)))`"
        )
    )]
    fn denoising(
        &self,
        x0: Tensor<2>,
        timesteps: &[Step],
        model: &NoiseMlp,
        schedule: &Schedule,
    ) -> Vec<f64>;
}
