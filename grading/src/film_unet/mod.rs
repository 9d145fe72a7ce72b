//! Hidden tests and mutants of the lab `film_unet`.
//!
//! Networks are small and their weights random, so that a layer that is left out shows. Statistical tests compare at 5.5 standard errors on
//! 16,000 values at least, so that each fails a right body with probability below 1e-6; the other tests are exact up to rounding in `f32`.

pub mod betas;
pub mod block;
pub mod class;
pub mod clip;
pub mod embedding;
pub mod film;
mod given;
pub mod loss;
mod mutants;
pub mod noise;
pub mod sampling;
pub mod unet;

use crate::LabTests;

/// What grades the lab.
pub const TESTS: LabTests = LabTests {
    lab: &labs::film_unet::LAB,
    tests: &[
        noise::TESTS,
        embedding::TESTS,
        film::TESTS,
        block::TESTS,
        unet::TESTS,
        loss::TESTS,
        clip::TESTS,
        sampling::TESTS,
        class::TESTS,
        betas::TESTS,
    ],
    mutants: mutants::ALL,
    stub: labs::film_unet::scaffold,
    reference: || solutions::reference("film_unet"),
};
