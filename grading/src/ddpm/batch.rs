//! Hidden tests of 3c: training examples.

use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::ddpm::TrainingBatch;

use super::given::{SIZE, drawn, linear, one_for_each, rebuilt, uneven, uniform, valid_timesteps};
use crate::evidence::{fresh, independent, standard_normal, test, well_formed};

/// Hidden tests of 3c.
pub const TESTS: &[Test] = &[
    test("3c", "shapes", shapes),
    test("3c", "t and noise reproduce x_t", reproduces),
    test("3c", "t is uniform", even),
    test("3c", "t is drawn for each image", each),
    test("3c", "fresh timesteps", fresh_timesteps),
    test("3c", "law of the noise", law),
    test("3c", "independent draws", draws),
    test("3c", "fresh draws", anew),
    test("3c", "T = 1", one_step),
];

/// What came back: x_t, the timesteps and the noise, well-formed.
fn examples(
    s: &Subject<'_>,
    x0: &Tensor<4>,
    alpha_bars: &[f64],
) -> Result<(Tensor<4>, Vec<i64>, Tensor<4>), Failure> {
    let (x_t, t, noise) = s.noisy_batch(x0.clone(), alpha_bars);
    well_formed("x_t", &x_t, x0)?;
    well_formed("noise", &noise, x0)?;
    let t = drawn(&t);
    valid_timesteps(&t, x0.dims()[0], alpha_bars.len())?;
    Ok((x_t, t, noise))
}

fn shapes(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let alpha_bars = uneven(&mut inputs, 5).alpha_cumprod;
    for size in [[1, 1, 28, 28], [2, 3, 4, 5], [28, 1, 3, 7], [31, 1, 1, 1]] {
        examples(s, &inputs.normal(size), &alpha_bars)?;
    }
    Ok(())
}

fn reproduces(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let uneven = uneven(&mut inputs, 6).alpha_cumprod;
    let linear = linear().alpha_cumprod;
    for (alpha_bars, size) in [
        (&uneven, [9, 2, 4, 7]),
        (&uneven, [28, 1, 28, 28]),
        (&linear, [64, 1, 3, 5]),
    ] {
        let x0 = inputs.normal(size);
        let (x_t, t, noise) = examples(s, &x0, alpha_bars)?;
        rebuilt(&x_t, &t, &x0, &noise, alpha_bars).map_err(|failure| {
            failure.hint("return the very t and noise that x_t was made with")
        })?;
    }
    Ok(())
}

/// Timesteps of 4,000 images, of ten.
fn many(s: &Subject<'_>) -> Result<Vec<i64>, Failure> {
    let mut inputs = s.inputs();
    let alpha_bars = uneven(&mut inputs, 10).alpha_cumprod;
    Ok(examples(s, &inputs.normal([4000, 1, 1, 1]), &alpha_bars)?.1)
}

fn even(s: &Subject<'_>) -> TestResult {
    uniform(&many(s)?, 10)
}

fn each(s: &Subject<'_>) -> TestResult {
    one_for_each(&many(s)?)
}

fn fresh_timesteps(s: &Subject<'_>) -> TestResult {
    let draws =
        || -> Result<Vec<f64>, Failure> { Ok(many(s)?.iter().map(|t| *t as f64).collect()) };
    fresh("the timesteps", &draws()?, &draws()?)
}

fn noise(s: &Subject<'_>) -> Result<Vec<f64>, Failure> {
    let mut inputs = s.inputs();
    let (alpha_bars, x0) = (uneven(&mut inputs, 6).alpha_cumprod, inputs.normal(SIZE));
    Ok(expect::values(&examples(s, &x0, &alpha_bars)?.2))
}

fn law(s: &Subject<'_>) -> TestResult {
    standard_normal("noise", &noise(s)?)
        .map_err(|failure| failure.hint("return ε ~ N(0, I) itself, before it is scaled"))
}

fn draws(s: &Subject<'_>) -> TestResult {
    independent("noise", &noise(s)?, &SIZE)
}

fn anew(s: &Subject<'_>) -> TestResult {
    fresh("noise", &noise(s)?, &noise(s)?)
}

fn one_step(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (alpha_bars, x0) = (
        uneven(&mut inputs, 1).alpha_cumprod,
        inputs.normal([5, 1, 6, 9]),
    );
    let (x_t, t, noise) = examples(s, &x0, &alpha_bars)?;
    rebuilt(&x_t, &t, &x0, &noise, &alpha_bars)
}
