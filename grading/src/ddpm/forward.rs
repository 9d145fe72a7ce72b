//! Hidden tests of 1b: the jump, for a batch of timesteps.

use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::ddpm::ForwardSampling;

use super::given::{SIZE, ints, linear, rebuilt, uneven};
use crate::evidence::{fresh, independent, standard_normal, test, well_formed};

/// Hidden tests of 1b.
pub const TESTS: &[Test] = &[
    test("1b", "given noise", given_noise),
    test("1b", "each image has its own t", own_timesteps),
    test("1b", "as many images as pixels in a row", square),
    test("1b", "a thousand timesteps", thousand),
    test("1b", "the returned noise reproduces x_t", reproduces),
    test("1b", "law of the noise", law),
    test("1b", "independent draws", draws),
    test("1b", "fresh draws", anew),
    test("1b", "T = 1", one_step),
];

/// Images of this size at these timesteps, with noise that is given, under this ᾱ.
fn jump(s: &Subject<'_>, size: [usize; 4], t: &[usize], alpha_bars: &[f64]) -> TestResult {
    let mut inputs = s.inputs();
    let (x0, noise) = (inputs.normal(size), inputs.normal(size));
    let (x_t, used) = s.q_sample(x0.clone(), ints(t), alpha_bars, Some(noise.clone()));
    well_formed("x_t", &x_t, &x0)?;
    well_formed("noise", &used, &x0)?;
    let t: Vec<i64> = t.iter().map(|&t| t as i64).collect();
    rebuilt(&x_t, &t, &x0, &noise, alpha_bars)
}

fn given_noise(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let alpha_bars = uneven(&mut inputs, 6).alpha_cumprod;
    let (x0, noise) = (
        inputs.normal([4, 1, 5, 3]),
        inputs.normal::<4>([4, 1, 5, 3]),
    );
    let (_, used) = s.q_sample(x0, ints(&[6, 2, 4, 1]), &alpha_bars, Some(noise.clone()));
    expect::tensor("noise", &used, &noise, 1e-6)
        .map_err(|failure| failure.hint("return the noise that was given, unscaled"))
}

fn own_timesteps(s: &Subject<'_>) -> TestResult {
    let alpha_bars = uneven(&mut s.inputs(), 6).alpha_cumprod;
    jump(s, [6, 1, 4, 7], &[3, 6, 1, 5, 2, 4], &alpha_bars)?;
    jump(s, [3, 2, 5, 4], &[6, 6, 1], &alpha_bars)?;
    jump(s, [1, 3, 2, 9], &[2], &alpha_bars)
}

/// Factors along a wrong axis would fit these shapes without an error.
fn square(s: &Subject<'_>) -> TestResult {
    let alpha_bars = uneven(&mut s.inputs(), 6).alpha_cumprod;
    let t: Vec<usize> = (0..28).map(|i| i % 6 + 1).collect();
    jump(s, [28, 1, 28, 28], &t, &alpha_bars)?;
    jump(s, [6, 6, 6, 6], &[3, 6, 1, 5, 2, 4], &alpha_bars)?;
    jump(s, [5, 1, 2, 5], &[4, 1, 6, 2, 5], &alpha_bars)?;
    jump(s, [5, 1, 5, 2], &[4, 1, 6, 2, 5], &alpha_bars)
}

fn thousand(s: &Subject<'_>) -> TestResult {
    let alpha_bars = linear().alpha_cumprod;
    let t = [1, 2, 999, 1000, 500, 250, 17, 101];
    jump(s, [8, 1, 4, 3], &t, &alpha_bars)
}

/// What came back without noise given: x_0, x_t and the noise, all of [`SIZE`].
fn without(s: &Subject<'_>) -> Result<[Tensor<4>; 3], Failure> {
    let mut inputs = s.inputs();
    let alpha_bars = uneven(&mut inputs, 6).alpha_cumprod;
    let (x0, t) = (inputs.normal(SIZE), [4; SIZE[0]]);
    let (x_t, noise) = s.q_sample(x0.clone(), ints(&t), &alpha_bars, None);
    well_formed("x_t", &x_t, &x0)?;
    well_formed("noise", &noise, &x0)?;
    Ok([x0, x_t, noise])
}

fn reproduces(s: &Subject<'_>) -> TestResult {
    let alpha_bars = uneven(&mut s.inputs(), 6).alpha_cumprod;
    let [x0, x_t, noise] = without(s)?;
    rebuilt(&x_t, &[4; SIZE[0]], &x0, &noise, &alpha_bars)
        .map_err(|failure| failure.hint("the noise that is returned is the very one in x_t"))
}

fn drawn(s: &Subject<'_>) -> Result<Vec<f64>, Failure> {
    Ok(expect::values(&without(s)?[2]))
}

fn law(s: &Subject<'_>) -> TestResult {
    standard_normal("noise", &drawn(s)?)
        .map_err(|failure| failure.hint("return ε ~ N(0, I) itself, before it is scaled"))
}

fn draws(s: &Subject<'_>) -> TestResult {
    independent("noise", &drawn(s)?, &SIZE)
}

fn anew(s: &Subject<'_>) -> TestResult {
    fresh("noise", &drawn(s)?, &drawn(s)?)
}

fn one_step(s: &Subject<'_>) -> TestResult {
    let alpha_bars = uneven(&mut s.inputs(), 1).alpha_cumprod;
    jump(s, [3, 1, 6, 2], &[1, 1, 1], &alpha_bars)
}
