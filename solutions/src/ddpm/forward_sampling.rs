use burn::tensor::{Distribution, Int, Tensor};
use labs::ddpm::ForwardSampling;

use super::Reference;

impl ForwardSampling for Reference {
    fn alpha_bars(&self, betas: &[f64]) -> Vec<f64> {
        let mut left = 1.0;
        let step = |beta: &f64| {
            left *= 1.0 - beta;
            left
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
        let (batch, device) = (x0.dims()[0], x0.device());
        let noise = noise.unwrap_or_else(|| x0.random_like(Distribution::Normal(0.0, 1.0)));
        let index = t - 1;
        // The roots are taken in `f64`: in `f32`, 1 - ᾱ loses digits at small t.
        let per_image = |of: fn(f64) -> f64| {
            let table: Vec<f64> = alpha_bars.iter().map(|&left| of(left).sqrt()).collect();
            let table = Tensor::<1>::from_data(&table[..], &device);
            table.select(0, index.clone()).reshape([batch, 1, 1, 1])
        };
        let signal = x0 * per_image(|left| left);
        (signal + noise.clone() * per_image(|left| 1.0 - left), noise)
    }
}
