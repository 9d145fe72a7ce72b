//! Hidden tests of 3a: the chain of steps.

use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::forward::{ForwardJump, Timestep};

use super::evidence::{test, well_formed};
use super::given::{SIZE, at, uneven};
use crate::walk;

/// Hidden tests of 3a.
pub const TESTS: &[Test] = &[
    test("3a", "states", states),
    test("3a", "clean image", at_zero),
    test("3a", "law of each step", law_of_steps),
    test("3a", "steps are independent", steps_are_independent),
    test("3a", "independent draws", draws),
    test("3a", "fresh draws", anew),
];

type Chain = (Tensor<4>, Vec<Tensor<4>>);

/// t + 1 states of the image's shape, from `x0` to the returned `x_t`.
fn whole(x0: &Tensor<4>, t: Timestep, (x_t, states): &Chain) -> TestResult {
    walk::whole(x0, t.get(), states)?;
    well_formed("x_t", x_t, x0)?;
    expect::that(
        expect::values(&states[t.get()]) == expect::values(x_t),
        "the last state is not the returned `x_t`",
    )
}

fn states(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for (size, t, timesteps) in [
        ([1, 1, 28, 28], 3, 9),
        ([2, 3, 4, 5], 7, 7),
        ([3, 1, 2, 2], 1, 1),
        ([1, 1, 2, 3], 70, 90),
    ] {
        let (schedule, x0) = (uneven(&mut inputs, timesteps), inputs.normal(size));
        let t = at(&schedule, t);
        whole(&x0, t, &s.sequential(x0.clone(), t, &schedule))?;
    }
    Ok(())
}

fn at_zero(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (schedule, x0) = (uneven(&mut inputs, 4), inputs.normal([2, 1, 5, 3]));
    let chain = s.sequential(x0.clone(), Timestep::CLEAN, &schedule);
    whole(&x0, Timestep::CLEAN, &chain)
        .map_err(|failure| failure.hint("t = 0 is the clean image: no step at all"))
}

/// The noise of four steps. The schedule is three steps longer.
fn noises(s: &Subject<'_>) -> Result<Vec<Vec<f64>>, Failure> {
    let mut inputs = s.inputs();
    let (schedule, x0) = (uneven(&mut inputs, 7), inputs.normal(SIZE));
    let t = at(&schedule, 4);
    let chain = s.sequential(x0.clone(), t, &schedule);
    whole(&x0, t, &chain)?;
    Ok(walk::noises(&chain.1, &schedule.betas))
}

fn law_of_steps(s: &Subject<'_>) -> TestResult {
    walk::law_of_steps(&noises(s)?[..3])
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
