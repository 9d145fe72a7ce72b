use burn::tensor::{Distribution, Tensor};
use labs::elbo::{NoisePrediction, Schedule, Step};

use super::Reference;

impl NoisePrediction for Reference {
    fn forward_with_noise(
        &self,
        x0: Tensor<2>,
        t: Step,
        epsilon: Option<Tensor<2>>,
        schedule: &Schedule,
    ) -> (Tensor<2>, Tensor<2>) {
        let alpha_cumprod = schedule.alpha_cumprod_at(t);
        let fresh = || x0.random_like(Distribution::Normal(0.0, 1.0));
        let epsilon = epsilon.unwrap_or_else(fresh);
        let noise = epsilon.clone() * (1.0 - alpha_cumprod).sqrt();
        (x0 * alpha_cumprod.sqrt() + noise, epsilon)
    }

    fn solve_for_x0(
        &self,
        x_t: Tensor<2>,
        epsilon: Tensor<2>,
        t: Step,
        schedule: &Schedule,
    ) -> Tensor<2> {
        let alpha_cumprod = schedule.alpha_cumprod_at(t);
        (x_t - epsilon * (1.0 - alpha_cumprod).sqrt()) / alpha_cumprod.sqrt()
    }

    fn mean_from_noise(
        &self,
        x_t: Tensor<2>,
        epsilon: Tensor<2>,
        t: Step,
        schedule: &Schedule,
    ) -> Tensor<2> {
        let (alpha, beta) = (schedule.alpha_at(t), schedule.beta_at(t));
        let alpha_cumprod = schedule.alpha_cumprod_at(t);
        (x_t - epsilon * (beta / (1.0 - alpha_cumprod).sqrt())) / alpha.sqrt()
    }
}
