//! Hidden tests of 3a: timesteps.

use burn::tensor::{Device, Tensor};
use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::ddpm::TrainingBatch;

use super::given::{drawn, one_for_each, uniform, valid_timesteps};
use crate::evidence::{fresh, test};

/// Hidden tests of 3a.
pub const TESTS: &[Test] = &[
    test("3a", "one for each image", sizes),
    test("3a", "both ends", ends),
    test("3a", "uniform", even),
    test("3a", "independent", independent),
    test("3a", "fresh draws", anew),
    test("3a", "T = 1", one_step),
];

fn timesteps(s: &Subject<'_>, batch: usize, timesteps: usize) -> Result<Vec<i64>, Failure> {
    let x0 = Tensor::<4>::zeros([batch, 1, 2, 3], &Device::flex());
    let t = drawn(&s.sample_timesteps(&x0, timesteps));
    valid_timesteps(&t, batch, timesteps)?;
    Ok(t)
}

fn sizes(s: &Subject<'_>) -> TestResult {
    for (batch, steps) in [(1, 4), (2, 1000), (31, 2), (128, 1000)] {
        timesteps(s, batch, steps)?;
    }
    Ok(())
}

/// Of 600 draws, each of three timesteps is missed with probability (2/3)^600 < 1e-105.
fn ends(s: &Subject<'_>) -> TestResult {
    let t = timesteps(s, 600, 3)?;
    let all = (1..=3).all(|step| t.contains(&step));
    expect::that(all, "of 600 images, none drew some timestep of 1..=3")
        .map_err(|failure| failure.hint("t is uniform on 1..=T, both ends included"))
}

fn even(s: &Subject<'_>) -> TestResult {
    uniform(&timesteps(s, 4000, 10)?, 10)
}

fn independent(s: &Subject<'_>) -> TestResult {
    one_for_each(&timesteps(s, 4000, 10)?)
}

fn anew(s: &Subject<'_>) -> TestResult {
    let draws = || -> Result<Vec<f64>, Failure> {
        let t = timesteps(s, 4000, 10)?;
        Ok(t.iter().map(|t| *t as f64).collect())
    };
    fresh("the timesteps", &draws()?, &draws()?)
}

fn one_step(s: &Subject<'_>) -> TestResult {
    timesteps(s, 9, 1).map(|_| ())
}
