//! Reference bodies of lab `tour`.

use burn::tensor::Tensor;
use labs::tour::FirstExercise;

/// Fills the exercise of the lab.
#[derive(Clone, Copy, Debug, Default)]
pub struct Reference;

impl FirstExercise for Reference {
    fn mix(&self, a: Tensor<4>, b: Tensor<4>, share: f64) -> Tensor<4> {
        a * (1.0 - share) + b * share
    }
}
