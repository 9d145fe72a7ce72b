//! Hidden tests of 1a and 1b: coefficients of a batch, noisy images.

use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::film_unet::ImageNoise;
use solutions::film_unet::Reference;

use super::given::{SINGLE, images, steps, uneven};
use crate::evidence::{reached, test};

/// Hidden tests of 1a and 1b.
pub const TESTS: &[Test] = &[
    test("1a", "each image's own timestep", values),
    test("1a", "both ends of the schedule", ends),
    test("1a", "identity of the squares", squares),
    test("1b", "the jump", jump),
    test("1b", "the noise that is given", given_noise),
    test("1b", "gradients of signal and noise", gradients),
];

const TIMES: [i64; 5] = [3, 1, 6, 6, 2];

fn pair(what: &str, got: &(Tensor<4>, Tensor<4>), right: &(Tensor<4>, Tensor<4>)) -> TestResult {
    let hint = |failure: Failure| {
        failure.hint(
            "√ᾱ_t and √(1-ᾱ_t), of each image's own t, at index t - 1, shaped [batch, 1, 1, 1]",
        )
    };
    expect::tensor(&format!("signal {what}"), &got.0, &right.0, 1e-6).map_err(hint)?;
    expect::tensor(&format!("noise {what}"), &got.1, &right.1, 1e-6).map_err(hint)
}

fn values(s: &Subject<'_>) -> TestResult {
    let schedule = uneven(&mut s.inputs(), 6);
    let got = s.coefficients(steps(&TIMES), &schedule);
    pair(
        "of a batch",
        &got,
        &Reference.coefficients(steps(&TIMES), &schedule),
    )
}

fn ends(s: &Subject<'_>) -> TestResult {
    for timesteps in [1, 4] {
        let schedule = uneven(&mut s.inputs(), timesteps);
        for t in [1, timesteps as i64] {
            let got = s.coefficients(steps(&[t]), &schedule);
            let right = Reference.coefficients(steps(&[t]), &schedule);
            pair("of one image", &got, &right)?;
        }
    }
    Ok(())
}

fn squares(s: &Subject<'_>) -> TestResult {
    let schedule = uneven(&mut s.inputs(), 6);
    let (signal, noise) = s.coefficients(steps(&TIMES), &schedule);
    let left: Vec<f64> = TIMES
        .iter()
        .map(|&t| schedule.alpha_cumprod[t as usize - 1])
        .collect();
    let squared =
        |tensor: &Tensor<4>| -> Vec<f64> { expect::values(tensor).iter().map(|x| x * x).collect() };
    expect::close("signal²", &squared(&signal), &left, 1e-6)
        .map_err(|failure| failure.hint("the squares are ᾱ_t and 1 - ᾱ_t"))?;
    let rest: Vec<f64> = left.iter().map(|left| 1.0 - left).collect();
    expect::close("noise²", &squared(&noise), &rest, 1e-6)
        .map_err(|failure| failure.hint("the squares are ᾱ_t and 1 - ᾱ_t"))
}

fn jump(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for batch in [1, 3, 5] {
        let schedule = uneven(&mut inputs, 6);
        let shape = [batch, 2, 3, 5];
        let (x0, epsilon) = (images(&mut inputs, shape), inputs.normal(shape));
        let t = || steps(&TIMES[..batch]);
        let got = s.add_noise(x0.clone(), epsilon.clone(), t(), &schedule);
        let right = Reference.add_noise(x0, epsilon, t(), &schedule);
        expect::tensor("x_t", &got, &right, SINGLE).map_err(|failure| {
            failure.hint("x_t = √ᾱ_t·x_0 + √(1-ᾱ_t)·ε, with the coefficients of each image's own t")
        })?;
    }
    Ok(())
}

fn given_noise(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (schedule, x0) = (uneven(&mut inputs, 6), images(&mut inputs, [5, 1, 2, 2]));
    let none = x0.zeros_like();
    let got = s.add_noise(x0.clone(), none.clone(), steps(&TIMES), &schedule);
    let right = Reference.add_noise(x0, none, steps(&TIMES), &schedule);
    expect::tensor("x_t without noise", &got, &right, SINGLE)
        .map_err(|failure| failure.hint("use the noise that is given, and draw none"))
}

fn gradients(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let shape = [5, 1, 2, 2];
    let (schedule, x0) = (uneven(&mut inputs, 6), images(&mut inputs, shape));
    let (epsilon, pull) = (inputs.normal(shape), inputs.normal(shape));
    let right = Reference.add_noise(x0.clone(), epsilon.clone(), steps(&TIMES), &schedule);
    let (got, gradient) = s.with_gradient(0, &pull, |s| {
        s.add_noise(x0, epsilon, steps(&TIMES), &schedule)
    });
    expect::tensor("x_t", &got, &right, SINGLE)?;
    let (signal, noise) = Reference.coefficients(steps(&TIMES), &schedule);
    for (index, name, factor) in [(0, "x0", signal), (1, "epsilon", noise)] {
        let got = reached::<4>(&gradient, index, name)?;
        let what = format!("gradient to {name}");
        expect::tensor(&what, &got, &(pull.clone() * factor), SINGLE)?;
    }
    Ok(())
}
