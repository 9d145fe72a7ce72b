use burn::tensor::{Distribution, Int, Tensor};
use labs::elbo::{NoiseMlp, Schedule, SimpleTraining, coefficients};

use super::Reference;

impl SimpleTraining for Reference {
    fn simple_loss(&self, model: &NoiseMlp, x0: Tensor<2>, schedule: &Schedule) -> Tensor<1> {
        let batch = x0.dims()[0];
        let timesteps = Distribution::Uniform(1.0, schedule.timesteps() as f64 + 1.0);
        let t = Tensor::<1, Int>::random([batch], timesteps, &x0.device());
        let epsilon = x0.random_like(Distribution::Normal(0.0, 1.0));
        let signal = x0 * coefficients(&schedule.sqrt_alpha_cumprod, &t);
        let noise = epsilon.clone() * coefficients(&schedule.sqrt_one_minus_alpha_cumprod, &t);
        let error = epsilon - model.forward(signal + noise, t);
        error.powi_scalar(2).sum_dim(1).mean()
    }
}
