//! Public checks: what `check(&…)` runs in the notebook, one file for each trait.
//!
//! Students may read them. They compare with numbers worked out for three steps by hand, moments and gradients, and name the
//! mistake they recognise; none holds the body of an exercise.

mod examples;
mod forward_sampling;
mod reverse_sampling;
mod training_batch;

pub use forward_sampling::FORWARD_SAMPLING;
pub use reverse_sampling::REVERSE_SAMPLING;
pub use training_batch::TRAINING_BATCH;

use burn::tensor::{Device, Int, Tensor};

use crate::checking::{Hint, Mistake, explain, explain_exact, moments, table, three_steps};

/// √ᾱ_t and √(1-ᾱ_t) of the three steps.
const ROOTS: [(f64, f64); 3] = [(0.96, 0.28), (0.8, 0.6), (0.6, 0.8)];

fn ints(values: &[i64]) -> Tensor<1, Int> {
    Tensor::from_data(values, &Device::flex())
}

fn numbers(t: &Tensor<1, Int>) -> Vec<i64> {
    t.to_data()
        .convert::<i64>()
        .try_to_vec()
        .unwrap_or_default()
}
