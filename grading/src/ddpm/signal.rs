//! Hidden tests of 1a: the running product ᾱ.

use exercise::expect;
use exercise::{Subject, Test, TestResult};
use labs::ddpm::{ForwardSampling, linear_betas};
use solutions::ddpm::Reference;

use super::given::uneven_betas;
use crate::evidence::{TOLERANCE, test};

/// Hidden tests of 1a.
pub const TESTS: &[Test] = &[
    test("1a", "values", compared),
    test("1a", "the linear schedule of 1000 steps", linear),
    test("1a", "T = 1", one_step),
];

fn compared(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for timesteps in [2, 3, 7, 40] {
        let betas = uneven_betas(&mut inputs, timesteps);
        right(s, &betas)?;
    }
    Ok(())
}

fn right(s: &Subject<'_>, betas: &[f64]) -> TestResult {
    let got = s.alpha_bars(betas);
    expect::that(
        got.len() == betas.len(),
        "`alpha_bars` does not return one value for each beta",
    )?;
    expect::close_relative("alpha_bars", &got, &Reference.alpha_bars(betas), TOLERANCE).map_err(
        |failure| failure.hint("ᾱ_t = (1 - β_1)·…·(1 - β_t), at index t - 1, multiplied in `f64`"),
    )
}

fn linear(s: &Subject<'_>) -> TestResult {
    match linear_betas(1000) {
        Ok(betas) => right(s, &betas),
        Err(error) => panic!("{error}"),
    }
}

fn one_step(s: &Subject<'_>) -> TestResult {
    let beta = s.inputs().uniform(0.1, 0.9);
    right(s, &[beta])
}
