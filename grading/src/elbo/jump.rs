//! Hidden tests of 1c: the jump.

use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::elbo::{SequentialLikelihood, Timestep};

use super::given::{SIZE, points, timestep, uneven};
use crate::evidence::{fresh, independent, residual, scaled, standard_normal, test, well_formed};

/// Hidden tests of 1c.
pub const TESTS: &[Test] = &[
    test("1c", "clean points", at_zero),
    test("1c", "law", law),
    test("1c", "mean", mean),
    test("1c", "independent draws", draws),
    test("1c", "fresh draws", anew),
];

fn at_zero(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (schedule, x0) = (uneven(&mut inputs, 4), points(&mut inputs, 5));
    let x = s.direct_jump(x0.clone(), Timestep::CLEAN, &schedule);
    expect::tensor("x_0", &x, &x0, 1e-6)
        .map_err(|failure| failure.hint("t = 0 is the clean point: ᾱ_0 = 1, no noise"))
}

/// The points and (x_t - √ᾱ_t·x_0) / √(1-ᾱ_t), which is the noise that was drawn.
fn noise(s: &Subject<'_>, t: usize, timesteps: usize) -> Result<(Vec<f64>, Vec<f64>), Failure> {
    let mut inputs = s.inputs();
    let (schedule, x0) = (
        uneven(&mut inputs, timesteps),
        inputs.normal(SIZE) * 2.0 + 0.5,
    );
    let t = timestep(&schedule, t);
    let x_t = s.direct_jump(x0.clone(), t, &schedule);
    well_formed("x_t", &x_t, &x0)?;
    let left = schedule.alpha_cumprod_at(t);
    let mean = scaled(&x0, left.sqrt());
    let noise = residual(&expect::values(&x_t), &mean, |_| (1.0 - left).sqrt());
    Ok((expect::values(&x0), noise))
}

/// Nine comparisons.
fn law(s: &Subject<'_>) -> TestResult {
    for (t, timesteps) in [(1, 1), (2, 5), (5, 5)] {
        standard_normal("noise of the jump", &noise(s, t, timesteps)?.1).map_err(|failure| {
            failure.hint("mean √ᾱ_t·x_0, variance 1 - ᾱ_t, with ᾱ_t at index t - 1")
        })?;
    }
    Ok(())
}

fn mean(s: &Subject<'_>) -> TestResult {
    for t in [2, 4] {
        let (x0, noise) = noise(s, t, 5)?;
        expect::uncorrelated("what the jump adds, and the clean points", &x0, &noise)
            .map_err(|failure| failure.hint("the jump shrinks the points by √ᾱ_t"))?;
    }
    Ok(())
}

fn draws(s: &Subject<'_>) -> TestResult {
    independent("noise of the jump", &noise(s, 3, 5)?.1, &SIZE)
}

fn anew(s: &Subject<'_>) -> TestResult {
    fresh("the noise", &noise(s, 3, 5)?.1, &noise(s, 3, 5)?.1)
}
