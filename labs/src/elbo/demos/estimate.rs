//! Estimating log p(x_0) by Monte Carlo.

use std::time::Instant;

use diffusion::{ArgumentError, Schedule};
use noisebook_runtime::bench::human_seconds;
use noisebook_runtime::{Figure, Panel, Table, device, stats};

use super::{LikelihoodDemo, signed};
use crate::elbo::{LinearReverse, Point, SequentialLikelihood, Step, Trajectory, host, log_normal};

/// Log-weights of trajectories, log p_θ(x_0:T) - log q(x_1:T | x_0), and what they say of log p_θ(x_0).
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// One log-weight for each trajectory, in nats.
    pub log_weights: Vec<f64>,
    /// log p_θ(x_0) itself, which a linear model lets us compute.
    pub exact: f64,
    /// How long all trajectories took.
    pub seconds: f64,
}

impl<T: SequentialLikelihood> LikelihoodDemo<'_, T> {
    /// Draws `samples` trajectories from `x0` with the forward chain and weighs each under the model.
    ///
    /// # Errors
    /// When `samples` is 0, the model has another number of steps, or the trajectories are not points of the plane.
    pub fn estimate(
        &self,
        x0: Point,
        model: &LinearReverse,
        samples: usize,
    ) -> Result<Estimate, ArgumentError> {
        model.fits(self.schedule)?;
        let start = Instant::now();
        let batch = host::tensor(&vec![x0; samples], &device());
        host::plane("samples", &batch)?;
        let states = self.answer.forward_trajectory(batch, self.schedule);
        let trajectories = Trajectory::all(&states)?;
        let log_weights = trajectories
            .iter()
            .map(|trajectory| log_weight(trajectory, model, self.schedule))
            .collect::<Result<_, _>>()?;
        Ok(Estimate {
            log_weights,
            exact: model.log_likelihood(x0),
            seconds: start.elapsed().as_secs_f64(),
        })
    }
}

/// log p_θ(x_0:T) - log q(x_1:T | x_0).
pub(super) fn log_weight(
    trajectory: &Trajectory,
    model: &LinearReverse,
    schedule: &Schedule,
) -> Result<f64, ArgumentError> {
    let (x, last) = (&trajectory.states, schedule.timesteps());
    trajectory.fits(schedule)?;
    let step = |t: Step| {
        let (now, before, i) = (x[t.get()], x[t.index()], t.index());
        let forward = log_normal(now, before * schedule.alphas[i].sqrt(), schedule.betas[i]);
        log_normal(before, model.mean(now, t), model.variance(t)) - forward
    };
    let prior = log_normal(x[last], Point::default(), 1.0);
    Ok(prior + Step::all(schedule).map(step).sum::<f64>())
}

impl Estimate {
    /// The estimate of log p_θ(x_0): the logarithm of the mean weight, taken without leaving the logarithms.
    ///
    /// log mean exp(w) = m + log mean exp(w - m) with m the largest: no exponential overflows, and one of them is 1.
    pub fn log_mean_exp(&self) -> f64 {
        let largest = self
            .log_weights
            .iter()
            .copied()
            .fold(f64::NEG_INFINITY, f64::max);
        let shares = self.log_weights.iter().map(|w| (w - largest).exp());
        largest + (shares.sum::<f64>() / self.log_weights.len() as f64).ln()
    }

    /// The mean of the log-weights: an estimate of the bound, which lies below log p_θ(x_0).
    pub fn mean(&self) -> f64 {
        stats::mean(&self.log_weights).unwrap_or(f64::NAN)
    }

    /// Standard deviation of the weights themselves over their mean: over √n, about the standard error of the estimate in nats. Where a
    /// few weights rule the mean it comes out far too small.
    pub fn weight_spread(&self) -> f64 {
        let centre = self.log_mean_exp();
        let weights: Vec<f64> = self
            .log_weights
            .iter()
            .map(|w| (w - centre).exp())
            .collect();
        stats::standard_deviation(&weights).unwrap_or(0.0)
    }

    /// The estimate, the exact value, and how the log-weights scatter.
    pub fn table(&self) -> Table {
        let n = self.log_weights.len();
        let spread = stats::standard_deviation(&self.log_weights).unwrap_or(0.0);
        let (low, high) = stats::finite_range(&self.log_weights).unwrap_or_default();
        let largest = (high - self.log_mean_exp()).exp() / n as f64;
        let number = |value: f64| signed(value, 3);
        Table::new(["", "nats"])
            .title(format!(
                "log p(x₀) from {n} trajectories, {}",
                human_seconds(self.seconds)
            ))
            .row([
                "estimate: log mean exp of the weights",
                &number(self.log_mean_exp()),
            ])
            .row(["exact: the model is linear", &number(self.exact)])
            .row(["mean of the log-weights (the bound)", &number(self.mean())])
            .row([
                "spread of the log-weights (standard deviation)",
                &number(spread),
            ])
            .row([
                "smallest and largest",
                &format!("{} to {}", number(low), number(high)),
            ])
            .row([
                "share of the estimate that is the largest weight",
                &format!("{:.1} %", 100.0 * largest),
            ])
    }

    /// The log-weights, with the exact value, the estimate and the mean.
    pub fn figure(&self) -> Figure {
        let panel = Panel::new("")
            .x_label("log p(x₀…x_T) − log q(x₁…x_T | x₀), in nats")
            .y_label("trajectories")
            .histogram("trajectories", &self.log_weights)
            .vertical_line(format!("exact {}", signed(self.exact, 2)), self.exact)
            .vertical_line(
                format!("mean of logs {}", signed(self.mean(), 2)),
                self.mean(),
            );
        Figure::new("Log-weights of single trajectories").panel(panel)
    }
}
