//! From noise to data with a trained network.

use burn::tensor::{Distribution, Tensor};
use diffusion::{ArgumentError, Step};
use noisebook_runtime::{Figure, Panel, device};

use super::NoiseDemo;
use crate::elbo::{NoiseMlp, NoisePrediction, Point, host};

/// The timesteps that the strip shows.
const SHOWN: [usize; 4] = [40, 25, 10, 0];

impl<T: NoisePrediction> NoiseDemo<'_, T> {
    /// Draws `count` points: x_T ~ N(0, I), then for t = T, …, 1 the mean from the predicted noise (4c) plus √β_t·z, without noise in the
    /// last step. Returns x_T, …, x_0.
    ///
    /// Source: DDPM, arXiv 2006.11239, algorithm 2.
    ///
    /// # Errors
    /// When `count` is 0.
    pub fn sample(&self, model: &NoiseMlp, count: usize) -> Result<Vec<Tensor<2>>, ArgumentError> {
        let start = host::tensor(&vec![Point::default(); count], &device());
        host::plane("count", &start)?;
        let normal = Distribution::Normal(0.0, 1.0);
        let mut states = vec![start.random_like(normal)];
        for t in Step::all(self.schedule).rev() {
            let x_t = states[states.len() - 1].clone();
            let epsilon = model.forward_at(x_t.clone(), t);
            let mean = self.answer.mean_from_noise(x_t, epsilon, t, self.schedule);
            let sigma = if t == Step::FIRST {
                0.0
            } else {
                self.schedule.beta_at(t).sqrt()
            };
            let noise = mean.random_like(normal) * sigma;
            states.push(mean + noise);
        }
        Ok(states)
    }

    /// The samples on their way, at t = 40, 25, 10 and 0, over the data.
    ///
    /// # Errors
    /// When there are not T + 1 states, or the schedule has fewer than 40 steps.
    pub fn sample_figure(
        &self,
        states: &[Tensor<2>],
        data: &Tensor<2>,
    ) -> Result<Figure, ArgumentError> {
        host::plane("data", data)?;
        let last = self.schedule.timesteps();
        let mut figure = Figure::new("Samples of the trained network over the data")
            .columns(SHOWN.len())
            .width(1000)
            .panel_height(270);
        for t in SHOWN {
            let t = self.schedule.timestep(t)?;
            let state = states.get(last - t.get()).ok_or_else(|| ArgumentError {
                argument: "states",
                expected: format!("{} of them, x_T to x_0", last + 1),
                got: states.len().to_string(),
                hint: "`sample` returns them in this order",
            })?;
            let panel = Panel::new(format!("t = {t}"))
                .equal_aspect()
                .x_range(-4.0, 4.0)
                .y_range(-4.0, 4.0)
                .points("data", data)
                .quiet()
                .points("samples", state);
            figure = figure.panel(panel);
        }
        Ok(figure)
    }
}
