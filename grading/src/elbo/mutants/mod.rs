//! Bodies with one mistake each, as students make them.

mod bayes;
mod derivation;
mod likelihood;
mod loss;
mod noise;
mod reverse;
mod three_forces;

use labs::elbo::{Schedule, Step};

use crate::Mutant;
use crate::mistakes::{flat, mutants, normal, seeded, shared};

/// All mutants of the lab.
pub const ALL: &[&[Mutant]] = &[
    likelihood::ALL,
    derivation::ALL,
    bayes::ALL,
    reverse::ALL,
    noise::ALL,
    loss::ALL,
    three_forces::ALL,
];

/// The index after the step's own, the last one at the end: a table read as if it began at t = 0.
fn late(t: Step, schedule: &Schedule) -> usize {
    (t.index() + 1).min(schedule.timesteps() - 1)
}

/// The index before the step's own, the first one at the start.
fn early(t: Step) -> usize {
    t.index().saturating_sub(1)
}
