//! Section 3: the reverse step that is known, given x_0.

use burn::tensor::Tensor;
use diffusion::{Schedule, Step};
use exercise::exercise;

/// q(x_{t-1} | x_t, x_0), the reverse step for someone who knows where the point came from. Points are `[batch, 2]`.
///
/// Source: DDPM, arXiv 2006.11239, equations 6 and 7.
#[exercise(section = 3, checks = super::checks::TRACTABLE_REVERSE, demands = super::demands::tractable_reverse)]
pub trait TractableReverse {
    /// Find mean and variance of q(x_{t-1} | x_t, x_0) by Bayes' rule: multiply what x_t says about x_{t-1} with what x_0 says.
    ///
    /// As functions of x_{t-1}, q(x_t | x_{t-1}) is a Gaussian with precision (one over variance) α_t/β_t round x_t/√α_t, and q(x_{t-1} | x_0)
    /// one with precision 1/(1 - ᾱ_{t-1}) round √ᾱ_{t-1}·x_0. Returns the mean `[batch, 2]` and the variance, the same for all
    /// points. At t = 1 the second is infinitely sharp: return `(x0, 0.0)`.
    #[task(
        id = "3a",
        points = 7,
        title = "The posterior by Bayes' rule",
        hints(
            "Two Gaussians multiplied give a Gaussian. Which of their numbers simply add up?",
            "Precisions add up, and so do precision times mean. From x_t: α_t/β_t and √α_t/β_t·x_t. From x_0: 1/(1-ᾱ_{t-1}) and √ᾱ_{t-1}/(1-ᾱ_{t-1})·x_0.",
            "`let before = schedule.alpha_cumprod_at(t.before()); let variance = 1.0 / (alpha / beta + 1.0 / (1.0 - before));` and the mean is `(x_t * (alpha.sqrt() / beta) + x0 * (before.sqrt() / (1.0 - before))) * variance`; at t = 1 return `(x0, 0.0)` first"
        )
    )]
    fn posterior(
        &self,
        x_t: Tensor<2>,
        x0: Tensor<2>,
        t: Step,
        schedule: &Schedule,
    ) -> (Tensor<2>, f64);

    /// The same mean in DDPM's form: √ᾱ_{t-1}·β_t/(1-ᾱ_t)·x_0 + √α_t·(1-ᾱ_{t-1})/(1-ᾱ_t)·x_t.
    ///
    /// With ᾱ_0 = 1 it gives x_0 at t = 1 by itself.
    #[task(
        id = "3b",
        points = 5,
        title = "The optimal mean",
        hints(
            "A weighted sum of two points. Which ᾱ belongs to t, and which to t - 1?",
            "`schedule.alpha_cumprod_at(t)` is ᾱ_t, `schedule.alpha_cumprod_at(t.before())` is ᾱ_{t-1}. Both weights are divided by 1 - ᾱ_t.",
            "`x0 * (before.sqrt() * beta / (1.0 - now)) + x_t * (alpha.sqrt() * (1.0 - before) / (1.0 - now))`"
        )
    )]
    fn optimal_mean(
        &self,
        x_t: Tensor<2>,
        x0: Tensor<2>,
        t: Step,
        schedule: &Schedule,
    ) -> Tensor<2>;

    /// The same variance in DDPM's form: (1-ᾱ_{t-1})/(1-ᾱ_t)·β_t, which is 0 at t = 1.
    #[task(
        id = "3c",
        points = 4,
        title = "The optimal variance",
        hints(
            "It is β_t, made smaller by a ratio: someone who knows x_0 is surer than someone who does not.",
            "The ratio has ᾱ_{t-1} above and ᾱ_t below; with ᾱ_0 = 1 it is 0 at t = 1.",
            "`(1.0 - schedule.alpha_cumprod_at(t.before())) / (1.0 - schedule.alpha_cumprod_at(t)) * beta`"
        )
    )]
    fn optimal_variance(&self, t: Step, schedule: &Schedule) -> f64;
}
