//! What becomes of the variance on the way.

use burn::tensor::Tensor;
use diffusion::ArgumentError;
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Table, stats};

use super::{ForwardJumpDemo, decimal};
use crate::forward::{ForwardJump, arguments};

impl<T: ForwardJump> ForwardJumpDemo<'_, T> {
    /// The variance over all pixels of the batch `x0` at each of `timesteps`, measured and by ᾱ_t·Var[x_0] + 1 - ᾱ_t.
    ///
    /// # Errors
    /// When a timestep is larger than T, or `x0` holds no image or a pixel that is not finite.
    pub fn variance(&self, x0: &Tensor<4>, timesteps: &[usize]) -> Result<Table, ArgumentError> {
        arguments::images("x0", x0)?;
        let clean = stats::variance(&x0.into_values());
        let mut table = Table::new(["t", "Var[x_t] measured", "ᾱ·Var[x_0] + 1 − ᾱ", "Var[x_0]"])
            .title("Variance over all pixels");
        for &t in timesteps {
            let timestep = self.schedule.timestep(t)?;
            let alpha_cumprod = self.schedule.alpha_cumprod_at(timestep);
            let (x_t, _) = self.answer.direct(x0.clone(), timestep, self.schedule);
            let theory = clean.map(|clean| alpha_cumprod * clean + 1.0 - alpha_cumprod);
            table.push([
                t.to_string(),
                decimal(stats::variance(&x_t.into_values())),
                decimal(theory),
                decimal(clean),
            ]);
        }
        Ok(table)
    }
}
