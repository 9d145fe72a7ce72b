//! The walk and the jump end in one distribution, and never in one image.

use burn::tensor::Tensor;
use diffusion::ArgumentError;
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Table, stats};

use super::{ForwardJumpDemo, decimal};
use crate::forward::{ForwardJump, arguments};

impl<T: ForwardJump> ForwardJumpDemo<'_, T> {
    /// Sends `x0`, a batch of images, to each of `timesteps` by both ways: mean and standard deviation of x_t - √ᾱ_t·x_0 over all
    /// pixels (theory: 0 and √(1-ᾱ_t)), and the mean squared difference of both results (theory: 2·(1-ᾱ_t), since their noises
    /// are independent).
    ///
    /// # Errors
    /// When a timestep is larger than T, or `x0` holds no image or a pixel that is not finite.
    pub fn agreement(&self, x0: &Tensor<4>, timesteps: &[usize]) -> Result<Table, ArgumentError> {
        let headers = [
            "t",
            "mean, walk",
            "mean, jump",
            "std, walk",
            "std, jump",
            "√(1−ᾱ)",
            "MSE",
            "2·(1−ᾱ)",
        ];
        arguments::images("x0", x0)?;
        let mut table = Table::new(headers)
            .title("Sequential walk and direct jump: x_t − √ᾱ·x_0 over all pixels");
        for &t in timesteps {
            table.push(self.agreement_at(x0, t)?);
        }
        Ok(table)
    }

    fn agreement_at(&self, x0: &Tensor<4>, t: usize) -> Result<[String; 8], ArgumentError> {
        let timestep = self.schedule.timestep(t)?;
        let alpha_cumprod = self.schedule.alpha_cumprod_at(timestep);
        let clean = x0.clone().into_values();
        let noise_of = |x_t: Tensor<4>| -> Vec<f64> {
            let pairs = x_t.into_values().into_iter().zip(&clean);
            pairs
                .map(|(after, before)| after - alpha_cumprod.sqrt() * before)
                .collect()
        };
        let walk = noise_of(
            self.answer
                .sequential(x0.clone(), timestep, self.schedule)
                .0,
        );
        let jump = noise_of(self.answer.direct(x0.clone(), timestep, self.schedule).0);
        let squares: Vec<f64> = walk
            .iter()
            .zip(&jump)
            .map(|(a, b)| (a - b).powi(2))
            .collect();
        Ok([
            t.to_string(),
            decimal(stats::mean(&walk)),
            decimal(stats::mean(&jump)),
            decimal(stats::standard_deviation(&walk)),
            decimal(stats::standard_deviation(&jump)),
            decimal(Some((1.0 - alpha_cumprod).sqrt())),
            decimal(stats::mean(&squares)),
            decimal(Some(2.0 * (1.0 - alpha_cumprod))),
        ])
    }
}
