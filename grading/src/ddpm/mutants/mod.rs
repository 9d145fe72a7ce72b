//! Bodies with one mistake each, as students make them.

mod batch;
mod forward;
mod loss;
mod noise;
mod reverse;
mod timesteps;

use burn::tensor::{Distribution, Int, Tensor};

use crate::Mutant;
use crate::mistakes::{flat, mutants, normal, seeded, shared};

/// All mutants of the lab.
pub const ALL: &[&[Mutant]] = &[
    forward::ALL,
    timesteps::ALL,
    noise::ALL,
    batch::ALL,
    loss::ALL,
    reverse::ALL,
];

/// Whole numbers from `low` up to, but without, `high`, one for each image.
fn uniform(x0: &Tensor<4>, low: f64, high: f64) -> Tensor<1, Int> {
    Tensor::random(
        [x0.dims()[0]],
        Distribution::Uniform(low, high),
        &x0.device(),
    )
}

/// One number in [0, 1) for each image.
fn shares(x0: &Tensor<4>) -> Tensor<1> {
    Tensor::random([x0.dims()[0]], Distribution::Default, &x0.device())
}
