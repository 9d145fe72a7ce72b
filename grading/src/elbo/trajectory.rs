//! Hidden tests of 1b: the chain of all steps.

use exercise::{Failure, Subject, Test, TestResult};
use labs::elbo::SequentialLikelihood;

use super::given::{SIZE, points, uneven};
use crate::evidence::test;
use crate::walk;

/// Hidden tests of 1b.
pub const TESTS: &[Test] = &[
    test("1b", "states", states),
    test("1b", "law of each step", law_of_steps),
    test("1b", "steps are independent", steps_are_independent),
    test("1b", "independent draws", draws),
    test("1b", "fresh draws", anew),
];

fn states(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for (batch, timesteps) in [(1, 3), (5, 7), (3, 1), (2, 50)] {
        let (schedule, x0) = (uneven(&mut inputs, timesteps), points(&mut inputs, batch));
        walk::whole(&x0, timesteps, &s.forward_trajectory(x0.clone(), &schedule))?;
    }
    Ok(())
}

/// The noise of four steps.
fn noises(s: &Subject<'_>) -> Result<Vec<Vec<f64>>, Failure> {
    let mut inputs = s.inputs();
    let (schedule, x0) = (uneven(&mut inputs, 4), inputs.normal(SIZE) * 2.0 + 0.5);
    let states = s.forward_trajectory(x0.clone(), &schedule);
    walk::whole(&x0, 4, &states)?;
    Ok(walk::noises(&states, &schedule.betas))
}

fn law_of_steps(s: &Subject<'_>) -> TestResult {
    walk::law_of_steps(&noises(s)?[1..])
}

fn steps_are_independent(s: &Subject<'_>) -> TestResult {
    walk::steps_are_independent(&noises(s)?)
}

fn draws(s: &Subject<'_>) -> TestResult {
    walk::draws(&noises(s)?[..2], &SIZE)
}

fn anew(s: &Subject<'_>) -> TestResult {
    walk::anew(&noises(s)?, &noises(s)?)
}
