//! Bodies with one mistake each, as students make them.

mod derivation;
mod jump;
mod reparameterization;
mod schedules;
mod steps;
mod tables;
mod training;

use crate::Mutant;
use crate::mistakes::{flat, mutants, normal, seeded, shared};

/// All mutants of the lab.
pub const ALL: &[&[Mutant]] = &[
    reparameterization::ALL,
    steps::ALL,
    schedules::ALL,
    tables::ALL,
    jump::ALL,
    derivation::ALL,
    training::ALL,
];
