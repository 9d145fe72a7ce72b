//! The three terms of the bound, measured.

use burn::tensor::{Distribution, Tensor};
use diffusion::{ArgumentError, Schedule, Step, Timestep};
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Figure, Panel, Table, stats};

use super::{signed, small};
use crate::elbo::{NoiseMlp, Point, ThreeForces, host};

/// Demos of section 5: [`measure`](Self::measure), [`priors`](Self::priors).
#[derive(Clone, Copy, Debug)]
pub struct ForcesDemo<'a, T> {
    answer: &'a T,
    schedule: &'a Schedule,
}

/// The three terms, in nats for one point on the mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Forces {
    /// Mean of log p_θ(x_0 | x_1).
    pub reconstruction: f64,
    /// Mean of KL(q(x_T | x_0) ‖ p(x_T)).
    pub prior_matching: f64,
    /// Mean of KL(q(x_{t-1} | x_t, x_0) ‖ p_θ(x_{t-1} | x_t)) for t = 2..=T, at index t - 2.
    pub denoising: Vec<f64>,
    /// The part of each denoising term that comes from the variances, β̃_t against β_t: no network can change it.
    pub floor: Vec<f64>,
}

impl<'a, T: ThreeForces> ForcesDemo<'a, T> {
    /// The demos of section 5 with these bodies and this schedule.
    pub fn new(answer: &'a T, schedule: &'a Schedule) -> Self {
        Self { answer, schedule }
    }

    /// All three terms under the model, on the mean over the points `x0`.
    ///
    /// # Errors
    /// When `x0` is not points of the plane.
    pub fn measure(&self, model: &NoiseMlp, x0: &Tensor<2>) -> Result<Forces, ArgumentError> {
        host::plane("x0", x0)?;
        let left = self.schedule.alpha_cumprod_at(Step::FIRST);
        let noise = x0.random_like(Distribution::Normal(0.0, 1.0)) * (1.0 - left).sqrt();
        let x1 = x0.clone() * left.sqrt() + noise;
        let steps: Vec<Step> = Step::all(self.schedule).skip(1).collect();
        let mean = |values: Tensor<1>| stats::mean(&values.into_values()).unwrap_or(f64::NAN);
        let reconstruction = self
            .answer
            .reconstruction(x0.clone(), x1, model, self.schedule);
        Ok(Forces {
            reconstruction: mean(reconstruction),
            prior_matching: mean(self.answer.prior_matching(x0.clone(), self.schedule)),
            denoising: self
                .answer
                .denoising(x0.clone(), &steps, model, self.schedule),
            floor: steps.into_iter().map(|t| self.floor(t)).collect(),
        })
    }

    /// KL of N(0, β̃_t·I) from N(0, β_t·I) in the plane.
    fn floor(&self, t: Step) -> f64 {
        let noise = |t: Timestep| 1.0 - self.schedule.alpha_cumprod_at(t);
        let ratio = noise(t.before()) / noise(t.into());
        0.5 * Point::DIMENSION * (ratio - 1.0 - ratio.ln())
    }

    /// The prior matching under each of the named schedules, for the origin, a centre of a cluster, and on the mean over the points.
    ///
    /// # Errors
    /// When `x0` is not points of the plane.
    pub fn priors(
        &self,
        schedules: &[(&str, &Schedule)],
        x0: &Tensor<2>,
    ) -> Result<Table, ArgumentError> {
        host::plane("x0", x0)?;
        let headers = [
            "schedule",
            "β_T",
            "ᾱ_T",
            "KL at the origin",
            "KL at ‖x₀‖ = 2",
            "mean over the data",
        ];
        let mut table = Table::new(headers).title("Prior matching, in nats");
        for (name, schedule) in schedules {
            let value = |x0: Tensor<2>| {
                let values = self.answer.prior_matching(x0, schedule).into_values();
                small(stats::mean(&values).unwrap_or(f64::NAN))
            };
            let device = x0.device();
            table.push([
                (*name).to_owned(),
                schedule
                    .betas
                    .last()
                    .map_or_else(String::new, |beta| small(*beta)),
                small(schedule.alpha_cumprod_at(schedule.last())),
                value(Tensor::from_floats([[0.0, 0.0]], &device)),
                value(Tensor::from_floats([[0.0, 2.0]], &device)),
                value(x0.clone()),
            ]);
        }
        Ok(table)
    }
}

impl Forces {
    /// The sum of the denoising terms.
    pub fn denoising_sum(&self) -> f64 {
        self.denoising.iter().sum()
    }

    /// The bound: reconstruction - prior matching - Σ denoising.
    pub fn bound(&self) -> f64 {
        self.reconstruction - self.prior_matching - self.denoising_sum()
    }

    /// Each term with its sign, and the bound.
    pub fn table(&self) -> Table {
        Table::new(["term", "nats for one point"])
            .title("The bound and its parts")
            .row(["reconstruction", &signed(self.reconstruction, 3)])
            .row(["− prior matching", &small(-self.prior_matching)])
            .row(["− Σ denoising, t = 2…T", &signed(-self.denoising_sum(), 3)])
            .row(["the bound", &signed(self.bound(), 3)])
    }

    /// Magnitudes as bars, each with its sign in the bound.
    pub(super) fn bars(&self, title: &str) -> Panel {
        let names = ["reconstruction", "prior", "Σ denoising"];
        let sizes = [
            self.reconstruction,
            -self.prior_matching,
            -self.denoising_sum(),
        ];
        Panel::new(title)
            .y_label("nats")
            .bars("terms", names, sizes.to_vec())
    }

    /// Magnitudes as bars, and the denoising over t.
    pub fn figure(&self) -> Figure {
        let bars = self.bars("What each term adds to the bound");
        let over_time = Panel::new("Denoising, one KL for each step")
            .x_label("t")
            .y_label("nats")
            .log_y()
            .y_range(1e-4, 5.0)
            .marked_line("KL", 2..=self.denoising.len() + 1, &self.denoising)
            .dashed_line("from the variances", 2..=self.floor.len() + 1, &self.floor);
        Figure::new(format!(
            "The bound is {} nats for one point",
            signed(self.bound(), 2)
        ))
        .panel(bars)
        .panel(over_time)
    }
}
