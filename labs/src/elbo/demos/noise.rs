//! One equation, three unknowns: x_0, x_t, ε.

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule, Step};
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Figure, Panel, Table};

use super::small;
use crate::elbo::{NoisePrediction, TractableReverse, host};

/// Demos of section 4: [`two_forms`](Self::two_forms), [`vectors`](Self::vectors).
#[derive(Clone, Copy, Debug)]
pub struct NoiseDemo<'a, T> {
    pub(super) answer: &'a T,
    pub(super) schedule: &'a Schedule,
}

impl<'a, T: NoisePrediction> NoiseDemo<'a, T> {
    /// The demos of section 4 with these bodies and this schedule.
    pub fn new(answer: &'a T, schedule: &'a Schedule) -> Self {
        Self { answer, schedule }
    }

    /// The posterior's mean from x_0 (3b) and from the noise (4c), and x_0 found again (4b): the largest deviations over the points.
    ///
    /// # Errors
    /// When a timestep is 0 or beyond T, or `x0` is not points of the plane.
    pub fn two_forms(
        &self,
        reverse: &impl TractableReverse,
        x0: &Tensor<2>,
        timesteps: &[usize],
    ) -> Result<Table, ArgumentError> {
        host::plane("x0", x0)?;
        let headers = [
            "t",
            "mean by 3b − mean by 4c",
            "x₀ by 4b − x₀",
            "√(1−ᾱ_t)/√ᾱ_t",
        ];
        let mut table = Table::new(headers).title("Largest deviation over all points, in f32");
        for &t in timesteps {
            let t = self.schedule.step(t)?;
            let [means, clean] = self.deviations(reverse, x0, t);
            let left = self.schedule.alpha_cumprod_at(t);
            let growth = ((1.0 - left) / left).sqrt();
            table.push([
                t.to_string(),
                small(means),
                small(clean),
                format!("{growth:.2}"),
            ]);
        }
        Ok(table)
    }

    /// Largest deviation between both forms of the mean, and between x_0 and what 4b makes of it.
    pub(super) fn deviations(
        &self,
        reverse: &impl TractableReverse,
        x0: &Tensor<2>,
        t: Step,
    ) -> [f64; 2] {
        let (x_t, epsilon) = self
            .answer
            .forward_with_noise(x0.clone(), t, None, self.schedule);
        let by_x0 = reverse.optimal_mean(x_t.clone(), x0.clone(), t, self.schedule);
        let by_noise = self
            .answer
            .mean_from_noise(x_t.clone(), epsilon.clone(), t, self.schedule);
        let solved = self.answer.solve_for_x0(x_t, epsilon, t, self.schedule);
        [
            largest(&(by_x0 - by_noise)),
            largest(&(solved - x0.clone())),
        ]
    }

    /// Points on their way at each of `timesteps`: x_0, where √ᾱ_t·x_0 is, and the noise √(1-ᾱ_t)·ε that leads from there to x_t.
    ///
    /// # Errors
    /// When a timestep is 0 or beyond T, or `x0` is not points of the plane.
    pub fn vectors(&self, x0: &Tensor<2>, timesteps: &[usize]) -> Result<Figure, ArgumentError> {
        host::plane("x0", x0)?;
        let mut figure = Figure::new("Noise as an arrow: from √ᾱₜ·x₀ to xₜ").columns(2);
        for &t in timesteps {
            figure = figure.panel(self.vector_panel(x0, self.schedule.step(t)?));
        }
        Ok(figure.width(860).panel_height(360))
    }

    fn vector_panel(&self, x0: &Tensor<2>, t: Step) -> Panel {
        let (x_t, epsilon) = self
            .answer
            .forward_with_noise(x0.clone(), t, None, self.schedule);
        let norms = epsilon.powi_scalar(2).sum_dim(1).sqrt().into_values();
        let norm = norms.iter().sum::<f64>() / norms.len().max(1) as f64;
        let left = self.schedule.alpha_cumprod_at(t);
        let factor = (1.0 - left).sqrt();
        let shrunk = x0.clone() * left.sqrt();
        Panel::new(format!("t = {t}: mean ‖ε‖ = {norm:.2}, factor {factor:.2}"))
            .equal_aspect()
            .x_range(-4.0, 4.0)
            .y_range(-4.0, 4.0)
            .points("x₀", x0)
            .quiet()
            .points("√ᾱₜ·x₀", &shrunk)
            .points("xₜ", &x_t)
            .arrows("√(1−ᾱₜ)·ε", &shrunk, &x_t)
    }
}

fn largest(difference: &Tensor<2>) -> f64 {
    let values = difference.clone().into_values();
    values.iter().fold(0.0, |largest, x| x.abs().max(largest))
}
