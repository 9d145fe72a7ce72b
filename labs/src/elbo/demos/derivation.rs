//! A log-ratio of one trajectory is a draw; the divergence is its mean.

use burn::tensor::Tensor;
use diffusion::ArgumentError;
use noisebook_runtime::{Figure, Panel, Table, stats};

use super::{DerivationDemo, signed};
use crate::elbo::{ElboDerivation, LinearReverse, Trajectory};

/// The denoising terms of many trajectories from one point.
#[derive(Clone, Debug, PartialEq)]
pub struct DenoisingDraws {
    /// For t = 2..=T, at index t - 2, one draw for each trajectory.
    pub draws: Vec<Vec<f64>>,
    /// The total of each trajectory, whose mean is the bound.
    pub totals: Vec<f64>,
}

impl<T: ElboDerivation> DerivationDemo<'_, T> {
    /// Runs the derivation on every trajectory of a batch: `states` are x_0, …, x_T, each `[batch, 2]`, all from one x_0.
    ///
    /// # Errors
    /// When states or model do not fit the schedule.
    pub fn draws(
        &self,
        states: &[Tensor<2>],
        model: &LinearReverse,
    ) -> Result<DenoisingDraws, ArgumentError> {
        let mut draws = vec![Vec::new(); self.schedule.timesteps().saturating_sub(1)];
        let mut totals = Vec::new();
        for trajectory in Trajectory::all(states)? {
            let forces = self.pipeline(&trajectory, model)?.forces;
            for (draws, draw) in draws.iter_mut().zip(&forces.denoising) {
                draws.push(*draw);
            }
            totals.push(forces.total());
        }
        Ok(DenoisingDraws { draws, totals })
    }
}

impl DenoisingDraws {
    /// Smallest draw, share of draws below 0, mean and its standard error at each of `timesteps`, 2 or more.
    ///
    /// # Errors
    /// When a timestep is below 2 or beyond T.
    pub fn table(&self, timesteps: &[usize]) -> Result<Table, ArgumentError> {
        let headers = [
            "t",
            "smallest draw",
            "draws below 0",
            "mean",
            "standard error",
        ];
        let mut table =
            Table::new(headers).title("log q(x_{t−1} | x_t, x₀) − log p(x_{t−1} | x_t)");
        for &t in timesteps {
            let draws = self.at(t)?;
            let below = draws.iter().filter(|draw| **draw < 0.0).count();
            let error =
                stats::standard_deviation(draws).unwrap_or(0.0) / (draws.len() as f64).sqrt();
            table.push([
                t.to_string(),
                signed(
                    stats::finite_range(draws).map_or(f64::NAN, |range| range.0),
                    3,
                ),
                format!("{:.0} %", 100.0 * below as f64 / draws.len().max(1) as f64),
                signed(stats::mean(draws).unwrap_or(f64::NAN), 4),
                format!("{error:.4}"),
            ]);
        }
        Ok(table)
    }

    /// Histogram of the draws at `t`, with their mean; beside it the means over t with their standard errors.
    ///
    /// # Errors
    /// When `t` is below 2 or beyond T.
    pub fn figure(&self, t: usize) -> Result<Figure, ArgumentError> {
        let draws = self.at(t)?;
        let mean = stats::mean(draws).unwrap_or(f64::NAN);
        let single = Panel::new(format!("Draws at t = {t}"))
            .x_label("nats")
            .y_label("trajectories")
            .histogram("draws", draws)
            .vertical_line(format!("mean {}", signed(mean, 3)), mean);
        let means: Vec<f64> = self.draws.iter().filter_map(|d| stats::mean(d)).collect();
        let errors = self.draws.iter().map(|draws| {
            let std = stats::standard_deviation(draws).unwrap_or(0.0);
            2.0 * std / (draws.len() as f64).sqrt()
        });
        let errors: Vec<f64> = errors.collect();
        let over_time = Panel::new("Means: the divergences")
            .x_label("t")
            .y_label("nats")
            .error_bars(
                "mean ± 2 standard errors",
                2..=self.draws.len() + 1,
                means,
                errors,
            )
            .horizontal_line("", 0.0);
        Ok(Figure::new("A draw may be negative, a divergence is not")
            .panel(single)
            .panel(over_time))
    }

    fn at(&self, t: usize) -> Result<&Vec<f64>, ArgumentError> {
        let found = t.checked_sub(2).and_then(|index| self.draws.get(index));
        found.ok_or_else(|| ArgumentError {
            argument: "t",
            expected: format!("2..={}", self.draws.len() + 1),
            got: t.to_string(),
            hint: "denoising terms begin at t = 2; at t = 1 the reconstruction takes their place",
        })
    }
}
