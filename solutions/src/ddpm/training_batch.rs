use burn::tensor::{Distribution, Int, Tensor};
use labs::ddpm::TrainingBatch;

use super::Reference;

impl TrainingBatch for Reference {
    fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
        let range = Distribution::Uniform(1.0, timesteps as f64 + 1.0);
        Tensor::random([x0.dims()[0]], range, &x0.device())
    }

    fn sample_noise(&self, x0: &Tensor<4>) -> Tensor<4> {
        x0.random_like(Distribution::Normal(0.0, 1.0))
    }

    fn noisy_batch(
        &self,
        x0: Tensor<4>,
        alpha_bars: &[f64],
    ) -> (Tensor<4>, Tensor<1, Int>, Tensor<4>) {
        let t = self.sample_timesteps(&x0, alpha_bars.len());
        let noise = self.sample_noise(&x0);
        // The jump of 1b once more: a reference stands in a cell of its own, and calls no other answer.
        let (batch, device) = (x0.dims()[0], x0.device());
        let per_image = |of: fn(f64) -> f64| -> Tensor<4> {
            let table: Vec<f64> = alpha_bars.iter().map(|&left| of(left).sqrt()).collect();
            let table = Tensor::<1>::from_data(&table[..], &device);
            table.select(0, t.clone() - 1).reshape([batch, 1, 1, 1])
        };
        let x_t = x0 * per_image(|left| left) + noise.clone() * per_image(|left| 1.0 - left);
        (x_t, t, noise)
    }

    fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
        (predicted - noise).powi_scalar(2).mean()
    }
}
