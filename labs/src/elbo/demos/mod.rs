//! Given demos: what the exercises are for, in figures and tables. Each runs over anything that implements the traits.

mod cost;
mod derivation;
mod diagrams;
mod estimate;
mod forces;
mod marginals;
mod noise;
mod outlook;
mod pipeline;
mod posterior;
mod samples;
mod training;
mod validation;

pub use cost::Cost;
pub use derivation::DenoisingDraws;
pub use diagrams::{balance_diagram, derivation_diagram, practice_diagram};
pub use estimate::Estimate;
pub use forces::{Forces, ForcesDemo};
pub use noise::NoiseDemo;
pub use outlook::{bridge, preview, summary_figure};
pub use pipeline::Pipeline;
pub use posterior::{PosteriorDemo, PosteriorWeights};
pub use training::{Trained, TrainingDemo};
pub use validation::{Validation, validate};

use diffusion::Schedule;

use super::{ElboDerivation, SequentialLikelihood};

/// Demos of section 1: [`one_step`](Self::one_step), [`estimate`](Self::estimate), [`cost`](Self::cost), [`marginals`](Self::marginals),
/// [`agreement`](Self::agreement).
#[derive(Clone, Copy, Debug)]
pub struct LikelihoodDemo<'a, T> {
    answer: &'a T,
    schedule: &'a Schedule,
}

impl<'a, T: SequentialLikelihood> LikelihoodDemo<'a, T> {
    /// The demos of section 1 with these bodies and this schedule.
    pub fn new(answer: &'a T, schedule: &'a Schedule) -> Self {
        Self { answer, schedule }
    }
}

/// Demos of section 2: [`pipeline`](Self::pipeline), [`draws`](Self::draws).
#[derive(Clone, Copy, Debug)]
pub struct DerivationDemo<'a, T> {
    answer: &'a T,
    schedule: &'a Schedule,
}

impl<'a, T: ElboDerivation> DerivationDemo<'a, T> {
    /// The demos of section 2 with these bodies and this schedule.
    pub fn new(answer: &'a T, schedule: &'a Schedule) -> Self {
        Self { answer, schedule }
    }
}

/// A number with a true minus sign.
fn signed(value: f64, decimals: usize) -> String {
    format!("{value:.decimals$}").replace('-', "−")
}

/// A number that may be tiny: three digits and a power of ten below a thousandth.
fn small(value: f64) -> String {
    if value != 0.0 && value.abs() < 1e-3 {
        format!("{value:.2e}").replace('-', "−")
    } else {
        signed(value, 4)
    }
}

/// How many standard errors an estimate is away from its theory, with its sign.
fn errors_away(estimate: f64, theory: f64, standard_error: f64) -> String {
    format!("{:+.1}", (estimate - theory) / standard_error).replace('-', "−")
}
