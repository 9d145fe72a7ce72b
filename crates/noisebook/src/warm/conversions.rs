//! Numbers into tensors and tensors into numbers.

use burn::tensor::{Device, Int, Tensor, TensorData};

/// Lists of numbers as tensors.
pub fn from_lists(device: &Device, list: Vec<f32>, long: Vec<f64>, whole: Vec<i32>) -> String {
    let count = list.len();
    let a = Tensor::<1>::from_data(list.as_slice(), device)
        + Tensor::from_floats(list.as_slice(), device);
    let b = Tensor::<1>::from_data(long.as_slice(), device);
    let c = Tensor::<2>::from_data(TensorData::new(list, [count, 1]), device);
    let d = Tensor::<1>::from_data(TensorData::new(long, [count]), device);
    let e = Tensor::<1, Int>::from_data(TensorData::new(whole.clone(), [count]), device);
    let f = Tensor::<1, Int>::from_ints(whole.as_slice(), device);
    let g = Tensor::<1>::from_data(TensorData::from([1.0_f32, 2.0]), device);
    format!("{a} {b} {c} {d} {e} {f} {g}")
}

/// Tensors as lists of numbers, by the old names, too, which examples use.
#[allow(deprecated)]
pub fn to_lists(data: &TensorData) -> Option<String> {
    let (single, double) = (data.to_vec::<f32>().ok()?, data.to_vec::<f64>().ok()?);
    let whole = (data.to_vec::<i32>().ok()?, data.to_vec::<i64>().ok()?);
    let bits = data.to_vec::<bool>().ok()?;
    let slice: &[f32] = data.as_slice().ok()?;
    let (first, sum) = (slice.first()?, data.iter::<f32>().sum::<f32>());
    let long: Vec<f64> = data.iter::<f64>().collect();
    let moved: Vec<f32> = data.clone().into_vec().ok()?;
    let tried: Vec<f32> = data.clone().try_to_vec().ok()?;
    Some(format!(
        "{single:?} {double:?} {whole:?} {bits:?} {first} {sum} {long:?} {moved:?} {tried:?}"
    ))
}

/// Single numbers.
pub fn scalars(a: Tensor<1>, i: Tensor<1, Int>) -> (f32, f64, i32, i64) {
    (
        a.clone().into_scalar(),
        a.into_scalar(),
        i.clone().into_scalar(),
        i.into_scalar(),
    )
}
