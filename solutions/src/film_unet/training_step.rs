use burn::tensor::{Distribution, Int, Tensor};
use labs::film_unet::{Network, Schedule, TrainingStep};

use super::Reference;

impl TrainingStep for Reference {
    fn train_step(
        &self,
        network: &Network,
        x0: Tensor<4>,
        schedule: &Schedule,
        weights: &[f64],
    ) -> Tensor<1> {
        let (batch, device) = (x0.dims()[0], x0.device());
        let steps = Distribution::Uniform(1.0, schedule.timesteps() as f64 + 1.0);
        let t = Tensor::<1, Int>::random([batch], steps, &device);
        let epsilon = x0.random_like(Distribution::Normal(0.0, 1.0));
        let at = |table: &[f64]| {
            let table = Tensor::<1>::from_data(table, &device);
            table.select(0, t.clone() - 1).reshape([batch, 1, 1, 1])
        };
        let noise = epsilon.clone() * at(&schedule.sqrt_one_minus_alpha_cumprod);
        let x_t = x0 * at(&schedule.sqrt_alpha_cumprod) + noise;
        let errors = (epsilon - network.predict(x_t, t.clone())).powi_scalar(2);
        let errors = errors.reshape([batch as i32, -1]).mean_dim(1);
        let weights = Tensor::<1>::from_data(weights, &device).select(0, t - 1);
        (errors * weights.reshape([batch, 1])).mean()
    }

    fn clip_factor(&self, norms: &[f64], max_norm: f64) -> f64 {
        let norm = norms.iter().map(|norm| norm * norm).sum::<f64>().sqrt();
        if norm > max_norm {
            max_norm / norm
        } else {
            1.0
        }
    }
}
