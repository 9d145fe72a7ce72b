//! Hidden tests and mutants of the lab `elbo`.
//!
//! Statistical tests compare at 5.5 standard errors and on 4,096 values at least, where mean, variance, share and correlation
//! each fail a right body with probability below 1e-7; no test makes more than ten such comparisons, so each fails a right
//! body with probability below 1e-6. The other tests are exact up to rounding: 1e-9 on the host, 1e-4 in `f32`.

pub mod chains;
pub mod denoising;
mod given;
pub mod jump;
pub mod likelihoods;
pub mod loss;
mod mutants;
pub mod noise;
pub mod posterior;
pub mod rewriting;
pub mod steps;
pub mod trajectory;
pub mod turning;

use crate::LabTests;

/// What grades the lab.
pub const TESTS: LabTests = LabTests {
    lab: &labs::elbo::LAB,
    tests: &[
        steps::TESTS,
        trajectory::TESTS,
        jump::TESTS,
        chains::TESTS,
        rewriting::TESTS,
        turning::TESTS,
        posterior::TESTS,
        noise::TESTS,
        loss::TESTS,
        likelihoods::TESTS,
        denoising::TESTS,
    ],
    mutants: mutants::ALL,
    stub: labs::elbo::scaffold,
    reference: || solutions::reference("elbo"),
};
