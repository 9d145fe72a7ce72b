//! Bodies with one mistake each, as students make them.

mod betas;
mod block;
mod class;
mod clip;
mod embedding;
mod film;
mod loss;
mod noise;
mod sampling;
mod unet;

use crate::Mutant;
use crate::mistakes::{mutants, normal, seeded, shared};

/// All mutants of the lab.
pub const ALL: &[&[Mutant]] = &[
    noise::ALL,
    embedding::ALL,
    film::ALL,
    block::ALL,
    unet::ALL,
    loss::ALL,
    clip::ALL,
    sampling::ALL,
    class::ALL,
    betas::ALL,
];
