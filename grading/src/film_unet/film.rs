//! Hidden tests of 2b: FiLM.

use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Inputs, Subject, Test, TestResult};
use labs::film_unet::FilmForward;
use solutions::film_unet::Reference;

use super::given::{SINGLE, images};
use crate::evidence::{reached, test};

/// Hidden tests of 2b.
pub const TESTS: &[Test] = &[
    test("2b", "one γ and β for each channel of each image", values),
    test("2b", "zeros change nothing", identity),
    test("2b", "as many channels as images and pixels", square),
    test("2b", "gradients", gradients),
];

fn agrees(s: &Subject<'_>, inputs: &mut Inputs, shape: [usize; 4]) -> TestResult {
    let h = images(inputs, shape);
    let pair = [shape[0], shape[1]];
    let (gamma, beta) = (inputs.normal(pair), inputs.normal(pair));
    let got = s.film(h.clone(), gamma.clone(), beta.clone());
    expect::tensor("the result", &got, &Reference.film(h, gamma, beta), SINGLE).map_err(|failure| {
        failure.hint("(1 + γ)·h + β, with γ and β reshaped to [batch, channels, 1, 1]")
    })
}

fn values(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for shape in [[2, 3, 4, 5], [1, 6, 2, 2], [3, 1, 1, 1]] {
        agrees(s, &mut inputs, shape)?;
    }
    Ok(())
}

fn identity(s: &Subject<'_>) -> TestResult {
    let h = images(&mut s.inputs(), [2, 3, 4, 4]);
    let none = Tensor::<2>::zeros([2, 3], &h.device());
    let got = s.film(h.clone(), none.clone(), none);
    expect::tensor("the result", &got, &h, 1e-6)
        .map_err(|failure| failure.hint("γ = β = 0 means no change: the factor is 1 + γ"))
}

/// A wrong axis has the right length here.
fn square(s: &Subject<'_>) -> TestResult {
    agrees(s, &mut s.inputs(), [4, 4, 4, 4])
}

fn gradients(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (h, pull) = (
        images(&mut inputs, [2, 3, 2, 2]),
        inputs.normal([2, 3, 2, 2]),
    );
    let (gamma, beta) = (inputs.normal([2, 3]), inputs.normal([2, 3]));
    let right = Reference.film(h.clone(), gamma.clone(), beta.clone());
    let (got, gradient) = s.with_gradient(0, &pull, |s| s.film(h.clone(), gamma, beta));
    expect::tensor("the result", &got, &right, SINGLE)?;
    let sums = |tensor: Tensor<4>| tensor.sum_dim(3).sum_dim(2).reshape([2, 3]);
    let right = [
        (1, "gamma", sums(pull.clone() * h)),
        (2, "beta", sums(pull)),
    ];
    for (index, name, right) in right {
        let got = reached::<2>(&gradient, index, name)?;
        expect::tensor(&format!("gradient to {name}"), &got, &right, SINGLE)?;
    }
    Ok(())
}
