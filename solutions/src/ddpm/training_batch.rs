use burn::tensor::{Distribution, Int, Tensor};
use labs::ddpm::{ForwardSampling, TrainingBatch};

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
        let (x_t, noise) = self.q_sample(x0, t.clone(), alpha_bars, Some(noise));
        (x_t, t, noise)
    }

    fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
        (predicted - noise).powi_scalar(2).mean()
    }
}
