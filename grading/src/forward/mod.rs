//! Hidden tests and mutants of the lab `forward`, sections 1 to 4.
//!
//! Statistical tests compare at 5.5 standard errors and on 4,096 values at least, where mean, variance, share and correlation
//! each fail a right body with probability below 1e-7; no test makes more than ten such comparisons, so each fails a right
//! body with probability below 1e-6.

pub mod chain;
pub mod cosine;
pub mod derivation;
mod given;
pub mod jump;
mod mutants;
pub mod reparameterization;
pub mod schedules;
pub mod steps;
pub mod tables;
pub mod training;

use crate::{LabTests, evidence};

/// What grades the lab.
pub const TESTS: LabTests = LabTests {
    lab: &labs::forward::LAB,
    tests: &[
        reparameterization::TESTS,
        steps::TESTS,
        schedules::TESTS,
        cosine::TESTS,
        tables::TESTS,
        chain::TESTS,
        jump::TESTS,
        derivation::TESTS,
        training::TESTS,
    ],
    mutants: mutants::ALL,
    stub: labs::forward::scaffold,
    reference: || solutions::reference("forward"),
};
