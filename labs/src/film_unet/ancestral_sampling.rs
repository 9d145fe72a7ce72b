//! Section 4: from noise to an image.

use burn::tensor::Tensor;
use diffusion::Schedule;
use exercise::exercise;

use super::Network;

/// The whole way back.
#[exercise(section = 4, checks = super::checks::ANCESTRAL_SAMPLING)]
pub trait AncestralSampling {
    /// Walk from the noise `x` at t = T down to t = 0 and return the images x_0, shaped like `x`.
    ///
    /// Step t: ε_θ = `network.predict(x_t, t)`, x_{t-1} = (x_t - β_t/√(1-ᾱ_t)·ε_θ)/√α_t + σ_t·z, with z ~ N(0, I) drawn anew and σ_t² = (1-ᾱ_{t-1})/(1-ᾱ_t)·β_t, which is 0 at t = 1 since
    /// ᾱ_0 = 1. `predict` wants one t for each image, `[batch]`. Source: DDPM, arXiv 2006.11239, algorithm 2 and equation 7.
    #[task(
        id = "4a",
        points = 15,
        title = "The sampling loop",
        hints(
            "T steps from T down to 1: `Step::all(schedule).rev()`. The clean image is where the loop ends, not a step.",
            "`t.index()` is where the tables keep step t, `schedule.alpha_cumprod_at(t.before())` is ᾱ_{t-1}. All images are at the same step: `Tensor::<1, Int>::full([batch], t.get() as i64, &x.device())`.",
            "`let epsilon = network.predict(x.clone(), times); let mean = (x - epsilon * (beta / (1.0 - now).sqrt())) / alpha.sqrt(); let sigma = ((1.0 - before) / (1.0 - now) * beta).sqrt(); x = mean.clone() + mean.random_like(Distribution::Normal(0.0, 1.0)) * sigma;`"
        )
    )]
    fn sample(&self, network: &Network, x: Tensor<4>, schedule: &Schedule) -> Tensor<4>;
}
