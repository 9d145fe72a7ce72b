//! Hidden tests of 1b: the chain of all steps.

use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::elbo::SequentialLikelihood;

use super::given::{SIZE, points, uneven};
use crate::evidence::{fresh, independent, residual, scaled, standard_normal, test, well_formed};

/// Hidden tests of 1b.
pub const TESTS: &[Test] = &[
    test("1b", "states", states),
    test("1b", "law of each step", law_of_steps),
    test("1b", "steps are independent", steps_are_independent),
    test("1b", "independent draws", draws),
    test("1b", "fresh draws", anew),
];

/// T + 1 states of the points' shape, the first of which are the points themselves.
fn whole(x0: &Tensor<2>, timesteps: usize, states: &[Tensor<2>]) -> TestResult {
    expect::that(
        states.len() == timesteps + 1,
        "there are not T + 1 states, x_0 to x_T",
    )
    .map_err(|failure| failure.hint("begin with x_0 and push one state for each step"))?;
    states
        .iter()
        .try_for_each(|state| well_formed("a state", state, x0))?;
    let equal = expect::values(&states[0]) == expect::values(x0);
    expect::that(equal, "the first state is not `x0`")
}

fn states(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for (batch, timesteps) in [(1, 3), (5, 7), (3, 1), (2, 50)] {
        let (schedule, x0) = (uneven(&mut inputs, timesteps), points(&mut inputs, batch));
        whole(&x0, timesteps, &s.forward_trajectory(x0.clone(), &schedule))?;
    }
    Ok(())
}

/// What each of four steps added, divided by √β_t: the noise that was drawn.
fn noises(s: &Subject<'_>) -> Result<Vec<Vec<f64>>, Failure> {
    let mut inputs = s.inputs();
    let (schedule, x0) = (uneven(&mut inputs, 4), inputs.normal(SIZE) * 2.0 + 0.5);
    let states = s.forward_trajectory(x0.clone(), &schedule);
    whole(&x0, 4, &states)?;
    let step = |(pair, beta): (&[Tensor<2>], &f64)| {
        let mean = scaled(&pair[0], (1.0 - beta).sqrt());
        residual(&expect::values(&pair[1]), &mean, |_| beta.sqrt())
    };
    Ok(states.windows(2).zip(&schedule.betas).map(step).collect())
}

/// Three comparisons for each of three steps.
fn law_of_steps(s: &Subject<'_>) -> TestResult {
    for noise in noises(s)?.iter().skip(1) {
        standard_normal("noise of a step", noise).map_err(|failure| {
            failure.hint("state t is one step after state t - 1: √α_t·x_{t-1} + √β_t·ε")
        })?;
    }
    Ok(())
}

fn steps_are_independent(s: &Subject<'_>) -> TestResult {
    for pair in noises(s)?.windows(2) {
        expect::uncorrelated("noise of neighbouring steps", &pair[0], &pair[1]).map_err(
            |failure| failure.hint("each step draws anew, and goes on from the state before it"),
        )?;
    }
    Ok(())
}

fn draws(s: &Subject<'_>) -> TestResult {
    let noises = noises(s)?;
    let mut some = noises.iter().take(2);
    some.try_for_each(|noise| independent("noise of a step", noise, &SIZE))
}

fn anew(s: &Subject<'_>) -> TestResult {
    let (first, second) = (noises(s)?, noises(s)?);
    let mut pairs = first.iter().zip(&second);
    pairs.try_for_each(|(first, second)| fresh("the noise", first, second))
}
