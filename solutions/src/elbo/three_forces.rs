use burn::tensor::{Distribution, Tensor};
use labs::elbo::{NoiseMlp, Schedule, Step, ThreeForces};

use super::Reference;

impl ThreeForces for Reference {
    fn reconstruction(
        &self,
        x0: Tensor<2>,
        x1: Tensor<2>,
        model: &NoiseMlp,
        schedule: &Schedule,
    ) -> Tensor<1> {
        let (alpha, beta) = (schedule.alphas[0], schedule.betas[0]);
        let epsilon = model.forward_at(x1.clone(), Step::FIRST);
        let mean = (x1 - epsilon * (beta / (1.0 - alpha).sqrt())) / alpha.sqrt();
        let squares: Tensor<1> = (x0 - mean).powi_scalar(2).sum_dim(1).squeeze_dim(1);
        squares / (-2.0 * beta) - (std::f64::consts::TAU * beta).ln()
    }

    fn prior_matching(&self, x0: Tensor<2>, schedule: &Schedule) -> Tensor<1> {
        let alpha_cumprod = schedule.alpha_cumprod_at(schedule.last());
        let variance = 1.0 - alpha_cumprod;
        let squares: Tensor<1> = x0.powi_scalar(2).sum_dim(1).squeeze_dim(1);
        squares * (0.5 * alpha_cumprod) + (variance - 1.0 - variance.ln())
    }

    fn denoising(
        &self,
        x0: Tensor<2>,
        timesteps: &[Step],
        model: &NoiseMlp,
        schedule: &Schedule,
    ) -> Vec<f64> {
        let divergence = |&t: &Step| {
            let (alpha, beta) = (schedule.alpha_at(t), schedule.beta_at(t));
            let now = schedule.alpha_cumprod_at(t);
            let epsilon = x0.random_like(Distribution::Normal(0.0, 1.0));
            let x_t = x0.clone() * now.sqrt() + epsilon.clone() * (1.0 - now).sqrt();
            let error = epsilon - model.forward_at(x_t, t);
            let gap = error.powi_scalar(2).sum_dim(1).mean().into_scalar::<f64>();
            let r = (1.0 - schedule.alpha_cumprod_at(t.before())) / (1.0 - now);
            0.5 * (2.0 * (r - 1.0 - r.ln()) + gap * beta / (alpha * (1.0 - now)))
        };
        timesteps.iter().map(divergence).collect()
    }
}
