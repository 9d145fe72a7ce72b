//! Hidden tests of 3d: the loss.

use burn::tensor::{Device, Tensor};
use exercise::expect::{self, values};
use exercise::{Failure, Subject, Test, TestResult};
use labs::ddpm::TrainingBatch;

use crate::evidence::{reached, test};

/// Hidden tests of 3d.
pub const TESTS: &[Test] = &[
    test("3d", "values", compared),
    test("3d", "does not grow with the batch", scale),
    test("3d", "a perfect prediction", perfect),
    test("3d", "gradient", gradient),
];

/// Sizes of which the mean over images, over pixels and over all differ.
const SIZES: [[usize; 4]; 4] = [[1, 1, 1, 1], [3, 1, 4, 5], [2, 3, 2, 7], [16, 1, 28, 28]];

fn number(s: &Subject<'_>, predicted: Tensor<4>, noise: Tensor<4>) -> Result<f64, Failure> {
    let loss = values(&s.loss(predicted, noise));
    expect::length("the loss", &loss, 1)?;
    expect::finite("the loss", &loss)?;
    Ok(loss[0])
}

/// The right loss, in `f64`.
fn right(predicted: &Tensor<4>, noise: &Tensor<4>) -> f64 {
    let (predicted, noise) = (values(predicted), values(noise));
    let squares = predicted.iter().zip(&noise).map(|(a, b)| (a - b).powi(2));
    squares.sum::<f64>() / predicted.len() as f64
}

fn agrees(s: &Subject<'_>, predicted: Tensor<4>, noise: Tensor<4>) -> TestResult {
    let expected = right(&predicted, &noise);
    let got = number(s, predicted, noise)?;
    expect::close("the loss", &[got], &[expected], 1e-5)
        .map_err(|failure| failure.hint("the mean of (ε_θ - ε)² over all pixels of all images"))
}

fn compared(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for size in SIZES {
        agrees(s, inputs.normal(size), inputs.normal(size) * 2.0 + 0.5)?;
    }
    Ok(())
}

fn scale(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (predicted, noise) = (inputs.normal([4, 1, 3, 3]), inputs.normal([4, 1, 3, 3]));
    let tiled = |x: &Tensor<4>| x.clone().repeat_dim(0, 5).repeat_dim(2, 3);
    let small = number(s, predicted.clone(), noise.clone())?;
    let large = number(s, tiled(&predicted), tiled(&noise))?;
    expect::close(
        "the loss of the same images, many times",
        &[large],
        &[small],
        1e-5,
    )
    .map_err(|failure| failure.hint("a mean, not a sum"))
}

fn perfect(s: &Subject<'_>) -> TestResult {
    let noise = s.inputs().normal::<4>([3, 1, 5, 5]);
    let got = number(s, noise.clone(), noise.clone())?;
    expect::close("the loss of a perfect prediction", &[got], &[0.0], 1e-6)?;
    let off = number(s, noise.clone() + 1.0, noise)?;
    expect::close(
        "the loss of a prediction that is off by 1",
        &[off],
        &[1.0],
        1e-5,
    )
}

fn gradient(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let size = [3, 1, 4, 2];
    let (predicted, noise) = (inputs.normal::<4>(size), inputs.normal::<4>(size));
    let expected = (predicted.clone() - noise.clone()) * (2.0 / 24.0);
    let one = Tensor::<1>::ones([1], &Device::flex());
    let (loss, gradient) = s.with_gradient(0, &one, |s| s.loss(predicted, noise));
    expect::finite("the loss", &values(&loss))?;
    let got = reached::<4>(&gradient, 0, "predicted")?;
    expect::tensor("the gradient to the prediction", &got, &expected, 1e-5)
        .map_err(|failure| failure.hint("the loss is made of tensors alone"))
}
