use burn::tensor::Tensor;
use labs::elbo::{Schedule, Step, TractableReverse};

use super::Reference;

impl TractableReverse for Reference {
    fn posterior(
        &self,
        x_t: Tensor<2>,
        x0: Tensor<2>,
        t: Step,
        schedule: &Schedule,
    ) -> (Tensor<2>, f64) {
        if t.index() == 0 {
            return (x0, 0.0);
        }
        let (alpha, beta) = (schedule.alpha_at(t), schedule.beta_at(t));
        let before = schedule.alpha_cumprod_at(t.before());
        let variance = 1.0 / (alpha / beta + 1.0 / (1.0 - before));
        let mean = x_t * (alpha.sqrt() / beta) + x0 * (before.sqrt() / (1.0 - before));
        (mean * variance, variance)
    }

    fn optimal_mean(
        &self,
        x_t: Tensor<2>,
        x0: Tensor<2>,
        t: Step,
        schedule: &Schedule,
    ) -> Tensor<2> {
        let (alpha, beta) = (schedule.alpha_at(t), schedule.beta_at(t));
        let now = schedule.alpha_cumprod_at(t);
        let before = schedule.alpha_cumprod_at(t.before());
        let weight_x0 = before.sqrt() * beta / (1.0 - now);
        let weight_x_t = alpha.sqrt() * (1.0 - before) / (1.0 - now);
        x0 * weight_x0 + x_t * weight_x_t
    }

    fn optimal_variance(&self, t: Step, schedule: &Schedule) -> f64 {
        let now = schedule.alpha_cumprod_at(t);
        let before = schedule.alpha_cumprod_at(t.before());
        (1.0 - before) / (1.0 - now) * schedule.beta_at(t)
    }
}
