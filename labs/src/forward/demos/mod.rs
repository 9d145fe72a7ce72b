//! Given demos: what the exercises are for, in figures and tables. Each runs over anything that implements the traits.

mod agreement;
mod benchmark;
mod corruption;
mod derivation;
mod equivalence;
mod gradient_flow;
mod lab_figure;
mod one_step;
mod schedule_figure;
mod schedule_table;
mod throughput;
mod training_samples;
mod variance;

pub use benchmark::{Benchmark, BenchmarkRow};
pub use derivation::DerivationDemo;
pub use equivalence::Equivalence;
pub use lab_figure::lab_figure;
pub use one_step::OneStep;
pub use schedule_figure::schedule_figure;
pub use schedule_table::schedule_table;
pub use throughput::{Throughput, ThroughputRow};
pub use training_samples::TrainingSamples;

use diffusion::Schedule;

use super::{ForwardJump, Reparameterization, TrainingData};

/// Demos of section 1: [`gradient_flow`](Self::gradient_flow), [`equivalence`](Self::equivalence), [`one_step`](Self::one_step).
#[derive(Clone, Copy, Debug)]
pub struct ReparameterizationDemo<'a, T> {
    answer: &'a T,
}

impl<'a, T: Reparameterization> ReparameterizationDemo<'a, T> {
    /// The demos of section 1 with these bodies.
    pub fn new(answer: &'a T) -> Self {
        Self { answer }
    }
}

/// Demos of section 3: [`corruption`](Self::corruption), [`agreement`](Self::agreement), [`variance`](Self::variance),
/// [`benchmark`](Self::benchmark).
#[derive(Clone, Copy, Debug)]
pub struct ForwardJumpDemo<'a, T> {
    answer: &'a T,
    schedule: &'a Schedule,
}

impl<'a, T: ForwardJump> ForwardJumpDemo<'a, T> {
    /// The demos of section 3 with these bodies and this schedule.
    pub fn new(answer: &'a T, schedule: &'a Schedule) -> Self {
        Self { answer, schedule }
    }
}

/// Demos of section 4: [`samples`](Self::samples), [`throughput`](Self::throughput).
#[derive(Clone, Copy, Debug)]
pub struct TrainingDemo<'a, T> {
    answer: &'a T,
    schedule: &'a Schedule,
}

impl<'a, T: TrainingData> TrainingDemo<'a, T> {
    /// The demos of section 4 with this body and this schedule.
    pub fn new(answer: &'a T, schedule: &'a Schedule) -> Self {
        Self { answer, schedule }
    }
}

/// A number with a true minus sign.
fn signed(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}").replace('-', "−")
}

/// A number with a power of ten.
pub(super) fn scientific(value: f64) -> String {
    format!("{value:.1e}").replace('-', "−")
}

/// A number with four decimals, or a dash where there is none.
fn decimal(value: Option<f64>) -> String {
    value.map_or_else(|| "—".into(), |value| signed(value, 4))
}

/// How many standard errors an estimate is away from its theory, with its sign.
fn errors_away(estimate: Option<f64>, theory: f64, standard_error: f64) -> String {
    let words =
        |estimate: f64| format!("{:+.1}", (estimate - theory) / standard_error).replace('-', "−");
    estimate.map_or_else(|| "—".into(), words)
}
