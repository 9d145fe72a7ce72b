//! From tensors to numbers, and checks of what the demos are given.

use burn::tensor::{Device, Tensor, TensorData};
use diffusion::ArgumentError;
use noisebook_runtime::figure::Values;

use super::Point;

/// The rows of `[batch, 2]` as points.
pub fn points(argument: &'static str, tensor: &Tensor<2>) -> Result<Vec<Point>, ArgumentError> {
    plane(argument, tensor)?;
    let values = tensor.clone().into_values();
    Ok(values
        .chunks_exact(2)
        .map(|row| Point {
            x: row[0],
            y: row[1],
        })
        .collect())
}

/// Points as a tensor `[batch, 2]`.
pub fn tensor(points: &[Point], device: &Device) -> Tensor<2> {
    let values: Vec<f32> = points
        .iter()
        .flat_map(|point| [point.x as f32, point.y as f32])
        .collect();
    Tensor::from_data(TensorData::new(values, [points.len(), 2]), device)
}

/// Fails unless the tensor holds points of the plane, at least one, all finite.
pub fn plane(argument: &'static str, tensor: &Tensor<2>) -> Result<(), ArgumentError> {
    let [batch, columns] = tensor.dims();
    let refuse = |expected: &str, got: String, hint| {
        Err(ArgumentError {
            argument,
            expected: expected.into(),
            got,
            hint,
        })
    };
    if columns != 2 || batch == 0 {
        let hint = "one row for each point, with its two coordinates";
        return refuse(
            "shape [batch, 2] with batch ≥ 1",
            format!("{:?}", tensor.dims()),
            hint,
        );
    }
    let bad = tensor
        .clone()
        .into_values()
        .iter()
        .filter(|x| !x.is_finite())
        .count();
    if bad > 0 {
        let hint = "look for a division by 0 or the root of a negative number where it was made";
        return refuse(
            "finite coordinates",
            format!("{bad} that are NaN or infinite"),
            hint,
        );
    }
    Ok(())
}

/// Fails unless both hold points of the plane, as many in the one as in the other.
pub fn same_points(
    (first, a): (&'static str, &Tensor<2>),
    (second, b): (&'static str, &Tensor<2>),
) -> Result<(), ArgumentError> {
    plane(first, a)?;
    plane(second, b)?;
    if a.dims() == b.dims() {
        return Ok(());
    }
    Err(ArgumentError {
        argument: second,
        expected: format!("shape {:?}, as `{first}` has", a.dims()),
        got: format!("{:?}", b.dims()),
        hint: "each point has a partner in the other tensor",
    })
}
