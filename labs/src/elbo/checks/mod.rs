//! Public checks: what `check(&…)` runs in the notebook, one file for each trait.
//!
//! Students may read them. They compare with numbers worked out for three steps by hand, identities, moments and gradients,
//! and name the mistake they recognise; none holds the body of an exercise.

mod derivation;
mod likelihood;
mod noise_prediction;
mod three_forces;
mod tractable_reverse;
mod training;

pub use derivation::DERIVATION;
pub use likelihood::LIKELIHOOD;
pub use noise_prediction::NOISE_PREDICTION;
pub use three_forces::THREE_FORCES;
pub use tractable_reverse::TRACTABLE_REVERSE;
pub use training::TRAINING;

use burn::tensor::{Device, Tensor};
use diffusion::{Schedule, Step};

use crate::checking::{
    Hint, Mistake, explain, explain_exact, explain_within, moments, table, three_steps,
};

/// Step `t` of the three.
fn step(t: usize) -> Step {
    Step::new(t, 3).unwrap_or(Step::FIRST)
}

/// A schedule of one step, which is where lists of T - 1 terms are empty.
fn one_step() -> Schedule {
    let mut schedule = three_steps();
    for table in [
        &mut schedule.betas,
        &mut schedule.alphas,
        &mut schedule.alpha_cumprod,
        &mut schedule.sqrt_alpha_cumprod,
        &mut schedule.sqrt_one_minus_alpha_cumprod,
    ] {
        table.truncate(1);
    }
    schedule
}

/// The same point many times.
fn copies(point: [f32; 2], count: usize) -> Tensor<2> {
    points([point]).repeat_dim(0, count)
}

fn points<const N: usize>(rows: [[f32; 2]; N]) -> Tensor<2> {
    Tensor::from_floats(rows, &Device::flex())
}

/// Number of points in checks of moments.
const MANY: usize = 2048;
