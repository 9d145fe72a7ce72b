//! Section 5: the three forces.

use std::f64::consts::TAU;

use burn::tensor::Tensor;
use labs::elbo::{NoiseMlp, NoisePrediction, Schedule, Step, ThreeForces, TractableReverse};

use super::{Single, TurnedOver, normal, single};

impl ThreeForces for TurnedOver {
    fn reconstruction(
        &self,
        x0: Tensor<2>,
        x1: Tensor<2>,
        model: &NoiseMlp,
        s: &Schedule,
    ) -> Tensor<1> {
        let beta = s.betas[0];
        let epsilon = model.forward_at(x1.clone(), Step::FIRST);
        let mean = self.mean_from_noise(x1, epsilon, Step::FIRST, s);
        let each = ((x0 - mean).powi_scalar(2) / beta + (TAU * beta).ln()) * -0.5;
        each.sum_dim(1).squeeze_dim(1)
    }

    fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
        let variance = s.sqrt_one_minus_alpha_cumprod[s.timesteps() - 1].powi(2);
        let mu = x0 * s.sqrt_alpha_cumprod[s.timesteps() - 1];
        let each = mu.powi_scalar(2) + variance - 1.0 - variance.ln();
        (each.sum_dim(1) * 0.5).squeeze_dim(1)
    }

    /// With both means, as the definition has it.
    fn denoising(
        &self,
        x0: Tensor<2>,
        timesteps: &[Step],
        model: &NoiseMlp,
        s: &Schedule,
    ) -> Vec<f64> {
        let one = |&t: &Step| {
            let (x_t, _) = self.forward_with_noise(x0.clone(), t, None, s);
            let optimal = self.optimal_mean(x_t.clone(), x0.clone(), t, s);
            let epsilon = model.forward_at(x_t.clone(), t);
            let learned = self.mean_from_noise(x_t, epsilon, t, s);
            let (q, p) = (self.optimal_variance(t, s), s.betas[t.index()]);
            let gap = (optimal - learned).powi_scalar(2).sum_dim(1) / p;
            let each = (gap + 2.0 * (q / p - 1.0 - (q / p).ln())) * 0.5;
            each.mean().into_scalar::<f64>()
        };
        timesteps.iter().map(one).collect()
    }
}

impl ThreeForces for Single {
    fn reconstruction(
        &self,
        x0: Tensor<2>,
        x1: Tensor<2>,
        model: &NoiseMlp,
        s: &Schedule,
    ) -> Tensor<1> {
        let (alpha, beta) = (single(s.alphas[0]), single(s.betas[0]));
        let epsilon = model.forward_at(x1.clone(), Step::FIRST);
        let mean = (x1 - epsilon * beta.sqrt()) / alpha.sqrt();
        let squares: Tensor<1> = (x0 - mean).powi_scalar(2).sum_dim(1).squeeze_dim(1);
        -(squares / (2.0 * beta)) - single((2.0 * std::f64::consts::PI * beta).ln())
    }

    fn prior_matching(&self, x0: Tensor<2>, s: &Schedule) -> Tensor<1> {
        let left = single(s.alpha_cumprod[s.timesteps() - 1]);
        let variance = x0.full_like(1.0 - left);
        let each = variance.clone() + x0.powi_scalar(2) * left - 1.0 - variance.log();
        (each.sum_dim(1) / 2.0).squeeze_dim(1)
    }

    /// All divergences from one batch of noise.
    fn denoising(
        &self,
        x0: Tensor<2>,
        timesteps: &[Step],
        model: &NoiseMlp,
        s: &Schedule,
    ) -> Vec<f64> {
        let epsilon = normal(&x0);
        let one = |&t: &Step| {
            let left = single(s.alpha_cumprod_at(t));
            let before = single(s.alpha_cumprod_at(t.before()));
            let x_t = x0.clone() * left.sqrt() + epsilon.clone() * (1.0 - left).sqrt();
            let error = epsilon.clone() - model.forward_at(x_t, t);
            let r = (1.0 - before) / (1.0 - left);
            let weight = s.betas[t.index()] / (2.0 * s.alphas[t.index()] * (1.0 - left));
            let gap = f64::from(error.powi_scalar(2).mean().into_scalar::<f32>()) * 2.0;
            r - 1.0 - r.ln() + weight * gap
        };
        timesteps.iter().map(one).collect()
    }
}
