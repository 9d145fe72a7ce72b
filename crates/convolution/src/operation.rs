//! What this crate does to tensors, as functions of slices: the graph knows only this.

use std::fmt::Debug;

/// A tensor's floats in row-major order, and its shape.
pub type Floats = (Vec<f32>, Vec<usize>);

/// A differentiable function of one to four tensors.
///
/// A value of this type serves one call: what `run` learns, it may keep for `gradients`.
pub trait Operation: Debug + Send + Sync {
    /// The result.
    fn run(&self, inputs: &[&[f32]]) -> Floats;

    /// The gradients of the wanted inputs, each as long as its input, for the result's gradient `dy`.
    fn gradients(&self, inputs: &[&[f32]], dy: &[f32], wanted: &[bool]) -> Vec<Option<Vec<f32>>>;
}
