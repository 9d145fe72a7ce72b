//! A table's values at many timesteps at once.

use burn::tensor::{Int, Tensor, TensorData};
use diffusion::ArgumentError;

/// The value of `table` at each point's own timestep: `t` is `[batch]` with values 1 to T, the result `[batch, 1]`, so that it
/// multiplies every coordinate of its point in `[batch, 2]`.
///
/// # Panics
/// When a timestep lies outside 1..=T.
pub fn coefficients(table: &[f64], t: &Tensor<1, Int>) -> Tensor<2> {
    let indices = t
        .to_data()
        .convert::<i64>()
        .try_to_vec::<i64>()
        .unwrap_or_default();
    let values: Vec<f32> = indices.iter().map(|&t| value(table, t)).collect();
    let shape = [values.len(), 1];
    Tensor::from_data(TensorData::new(values, shape), &t.device())
}

fn value(table: &[f64], t: i64) -> f32 {
    let index = usize::try_from(t - 1).ok();
    let value = index.and_then(|index| table.get(index));
    let outside = || ArgumentError {
        argument: "t",
        expected: format!("values in 1..={}", table.len()),
        got: t.to_string(),
        hint: "timesteps are 1-based; `Distribution::Uniform(1.0, T + 1)` draws whole numbers from 1 to T",
    };
    *value.unwrap_or_else(|| panic!("{}", outside())) as f32
}
