use burn::tensor::{Int, Tensor};
use labs::film_unet::{ImageNoise, Schedule};

use super::Reference;

impl ImageNoise for Reference {
    fn coefficients(&self, t: Tensor<1, Int>, schedule: &Schedule) -> (Tensor<4>, Tensor<4>) {
        let [batch] = t.dims();
        let at = |table: &[f64]| {
            let table = Tensor::<1>::from_data(table, &t.device());
            table.select(0, t.clone() - 1).reshape([batch, 1, 1, 1])
        };
        (
            at(&schedule.sqrt_alpha_cumprod),
            at(&schedule.sqrt_one_minus_alpha_cumprod),
        )
    }

    fn add_noise(
        &self,
        x0: Tensor<4>,
        epsilon: Tensor<4>,
        t: Tensor<1, Int>,
        schedule: &Schedule,
    ) -> Tensor<4> {
        let (signal, noise) = self.coefficients(t, schedule);
        x0 * signal + epsilon * noise
    }
}
