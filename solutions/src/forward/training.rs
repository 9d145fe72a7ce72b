use burn::tensor::{Distribution, Int, Tensor};
use labs::forward::{Schedule, TrainingData, noise_like};

use super::Reference;

impl TrainingData for Reference {
    fn training_sample(
        &self,
        x0: Tensor<4>,
        schedule: &Schedule,
    ) -> (Tensor<4>, Tensor<1, Int>, Tensor<4>) {
        let (batch, device) = (x0.dims()[0], x0.device());
        let beyond = schedule.timesteps() as f64 + 1.0;
        let t = Tensor::<1, Int>::random([batch], Distribution::Uniform(1.0, beyond), &device);
        let index = t.clone() - 1;
        let per_image = |table: &[f64]| {
            let table = Tensor::<1>::from_data(table, &device);
            table.select(0, index.clone()).reshape([batch, 1, 1, 1])
        };
        let signal = per_image(&schedule.sqrt_alpha_cumprod);
        let noise = per_image(&schedule.sqrt_one_minus_alpha_cumprod);
        let epsilon = noise_like(&x0);
        (x0 * signal + epsilon.clone() * noise, t, epsilon)
    }
}
