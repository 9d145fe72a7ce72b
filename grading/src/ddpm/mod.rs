//! Hidden tests and mutants of the lab `ddpm`.
//!
//! Statistical tests compare at 5.5 standard errors and on 4,000 values at least, where mean, variance, share and correlation
//! each fail a right body with probability below 1e-7; no test makes more than ten such comparisons, so each fails a right
//! body with probability below 1e-6. The other tests are exact up to rounding: 1e-9 in `f64`, 1e-5 in `f32`.

pub mod batch;
pub mod forward;
mod given;
pub mod loss;
mod mutants;
pub mod noise;
pub mod reverse;
pub mod signal;
pub mod timesteps;

use crate::LabTests;

/// What grades the lab.
pub const TESTS: LabTests = LabTests {
    lab: &labs::ddpm::LAB,
    tests: &[
        signal::TESTS,
        forward::TESTS,
        timesteps::TESTS,
        noise::TESTS,
        batch::TESTS,
        loss::TESTS,
        reverse::TESTS,
    ],
    mutants: mutants::ALL,
    stub: labs::ddpm::scaffold,
    reference: || solutions::reference("ddpm"),
};
