//! Hidden tests of 1a: one step of the forward process on points.

use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::elbo::SequentialLikelihood;

use super::given::{SIZE, at, points, uneven};
use crate::evidence::{fresh, independent, residual, scaled, standard_normal, test, well_formed};

/// Hidden tests of 1a.
pub const TESTS: &[Test] = &[
    test("1a", "shape", shape),
    test("1a", "law", law),
    test("1a", "mean", mean),
    test("1a", "independent draws", draws),
    test("1a", "fresh draws", anew),
];

fn shape(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let schedule = uneven(&mut inputs, 3);
    for batch in [1, 2, 7] {
        let x_prev = points(&mut inputs, batch);
        let x_t = s.forward_step(x_prev.clone(), at(&schedule, 2), &schedule);
        well_formed("x_t", &x_t, &x_prev)?;
    }
    Ok(())
}

/// The points and (x_t - √α_t·x_{t-1}) / √β_t, which is the noise that was drawn.
fn noise(s: &Subject<'_>, t: usize) -> Result<(Vec<f64>, Vec<f64>), Failure> {
    let mut inputs = s.inputs();
    let (schedule, x_prev) = (uneven(&mut inputs, 5), inputs.normal(SIZE) * 2.0 + 0.5);
    let t = at(&schedule, t);
    let x_t = s.forward_step(x_prev.clone(), t, &schedule);
    well_formed("x_t", &x_t, &x_prev)?;
    let mean = scaled(&x_prev, schedule.alphas[t.index()].sqrt());
    let deviation = schedule.betas[t.index()].sqrt();
    let noise = residual(&expect::values(&x_t), &mean, |_| deviation);
    Ok((expect::values(&x_prev), noise))
}

fn law(s: &Subject<'_>) -> TestResult {
    for t in [1, 2, 5] {
        standard_normal("noise of the step", &noise(s, t)?.1).map_err(|failure| {
            failure.hint("mean √α_t·x_{t-1}, variance β_t, and the values of step t at `t.index()`")
        })?;
    }
    Ok(())
}

fn mean(s: &Subject<'_>) -> TestResult {
    for t in [2, 3] {
        let (before, noise) = noise(s, t)?;
        let what = "what the step adds, and the points before it";
        expect::uncorrelated(what, &before, &noise)
            .map_err(|failure| failure.hint("the step shrinks the points by √α_t"))?;
    }
    Ok(())
}

fn draws(s: &Subject<'_>) -> TestResult {
    independent("noise of the step", &noise(s, 3)?.1, &SIZE)
}

fn anew(s: &Subject<'_>) -> TestResult {
    fresh("the noise", &noise(s, 3)?.1, &noise(s, 3)?.1)
}
