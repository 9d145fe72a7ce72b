//! Section 3: the tractable reverse.

use burn::tensor::Tensor;
use labs::elbo::{Schedule, Step, TractableReverse};

use super::{Single, TurnedOver};

impl TractableReverse for TurnedOver {
    fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> (Tensor<2>, f64) {
        let (alpha, beta) = (s.alphas[t.index()], s.betas[t.index()]);
        let (now, before) = (s.alpha_cumprod_at(t), s.alpha_cumprod_at(t.before()));
        let mean =
            (x0 * (before.sqrt() * beta) + x_t * (alpha.sqrt() * (1.0 - before))) / (1.0 - now);
        (mean, (1.0 - before) / (1.0 - now) * beta)
    }

    fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
        let (alpha, beta) = (s.alphas[t.index()], s.betas[t.index()]);
        let before = s.alpha_cumprod_at(t.before());
        if before == 1.0 {
            return x0;
        }
        let (from_x_t, from_x0) = (alpha / beta, 1.0 / (1.0 - before));
        let weighted = x_t / alpha.sqrt() * from_x_t + x0 * before.sqrt() * from_x0;
        weighted / (from_x_t + from_x0)
    }

    fn optimal_variance(&self, t: Step, s: &Schedule) -> f64 {
        let before = s.alpha_cumprod_at(t.before());
        1.0 / (s.alphas[t.index()] / s.betas[t.index()] + 1.0 / (1.0 - before))
    }
}

impl TractableReverse for Single {
    fn posterior(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> (Tensor<2>, f64) {
        let variance = self.optimal_variance(t, s);
        (self.optimal_mean(x_t, x0, t, s), variance)
    }

    fn optimal_mean(&self, x_t: Tensor<2>, x0: Tensor<2>, t: Step, s: &Schedule) -> Tensor<2> {
        let (alpha, beta) = (s.alphas[t.index()] as f32, s.betas[t.index()] as f32);
        let now = s.alpha_cumprod_at(t) as f32;
        let before = s.alpha_cumprod_at(t.before()) as f32;
        x_t * (alpha.sqrt() * (1.0 - before) / (1.0 - now))
            + x0 * (before.sqrt() * beta / (1.0 - now))
    }

    fn optimal_variance(&self, t: Step, s: &Schedule) -> f64 {
        let (now, before) = (s.alpha_cumprod_at(t), s.alpha_cumprod_at(t.before()));
        f64::from((1.0 - before) as f32 / (1.0 - now) as f32 * s.betas[t.index()] as f32)
    }
}
