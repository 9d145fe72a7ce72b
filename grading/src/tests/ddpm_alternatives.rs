//! Right bodies of `ddpm` written in other ways. The hidden tests must pass them.

use burn::tensor::{Distribution, Int, Tensor};
use labs::ddpm::{
    ForwardSampling, ReverseSampling, Schedule, Step, TrainingBatch, forward_sampling,
    reverse_sampling, training_batch,
};

use super::alternatives::all_pass;
use crate::ddpm::TESTS;

/// Logarithms for the product, tables in `f32`, image by image, both factors of the mean multiplied out.
struct TurnedOver;

impl ForwardSampling for TurnedOver {
    fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
        let mut logs = 0.0;
        let step = |beta: &f64| {
            logs += (-beta).ln_1p();
            f64::exp(logs)
        };
        betas.iter().map(step).collect()
    }

    fn q_sample(
        &self,
        x0: Tensor<4>,
        t: Tensor<1, Int>,
        alpha_bars: &[f64],
        noise: Option<Tensor<4>>,
    ) -> (Tensor<4>, Tensor<4>) {
        let (dims, device) = (x0.dims(), x0.device());
        let normal = Distribution::Normal(0.0, 1.0);
        let noise = noise.unwrap_or_else(|| Tensor::random(dims, normal, &device));
        let table = Tensor::<1>::from_data(alpha_bars, &device);
        let left: Tensor<4> = table.select(0, t - 1).unsqueeze_dims(&[1, 2, 3]);
        let x_t = noise.clone() * (-left.clone() + 1.0).sqrt() + x0 * left.sqrt();
        (x_t, noise)
    }
}

impl TrainingBatch for TurnedOver {
    fn sample_timesteps(&self, x0: &Tensor<4>, timesteps: usize) -> Tensor<1, Int> {
        let batch = x0.dims()[0];
        let share = Tensor::<1>::random([batch], Distribution::Default, &x0.device());
        (share * timesteps as f64).int() + 1
    }

    fn sample_noise(&self, x0: &Tensor<4>) -> Tensor<4> {
        let images = (0..x0.dims()[0]).map(|i| {
            let image = x0.clone().narrow(0, i, 1);
            image.random_like(Distribution::Normal(0.0, 1.0))
        });
        Tensor::cat(images.collect(), 0)
    }

    fn noisy_batch(
        &self,
        x0: Tensor<4>,
        alpha_bars: &[f64],
    ) -> (Tensor<4>, Tensor<1, Int>, Tensor<4>) {
        let t = self.sample_timesteps(&x0, alpha_bars.len());
        let (x_t, noise) = self.q_sample(x0, t.clone(), alpha_bars, None);
        (x_t, t, noise)
    }

    fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
        let pixels: usize = noise.dims().iter().product();
        let error = noise - predicted;
        (error.clone() * error).sum() / pixels as f64
    }
}

impl ReverseSampling for TurnedOver {
    fn reverse_mean(&self, x_t: Tensor<4>, eps_hat: Tensor<4>, t: Step, s: &Schedule) -> Tensor<4> {
        let (alpha, left) = (s.alphas[t.index()], s.alpha_cumprod_at(t));
        let factor = (1.0 - alpha) / (1.0 - left).sqrt();
        x_t * alpha.powf(-0.5) - eps_hat * (factor * alpha.powf(-0.5))
    }

    fn reverse_step(
        &self,
        x_t: Tensor<4>,
        eps_hat: Tensor<4>,
        t: Step,
        z: Tensor<4>,
        s: &Schedule,
    ) -> Tensor<4> {
        let z = if t.get() > 1 { z } else { z.zeros_like() };
        z * s.betas[t.index()].sqrt() + self.reverse_mean(x_t, eps_hat, t, s)
    }
}

#[test]
fn formulas_turned_over_pass() {
    let handlers = || {
        vec![
            forward_sampling::handler(&TurnedOver),
            training_batch::handler(&TurnedOver),
            reverse_sampling::handler(&TurnedOver),
        ]
    };
    all_pass(&TESTS, "turned over", handlers, 10);
}
