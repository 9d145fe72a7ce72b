//! Hidden tests of 3a: the chain of steps.

use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::forward::{ForwardJump, Timestep};

use super::evidence::{fresh, independent, residual, scaled, standard_normal, test, well_formed};
use super::given::{SIZE, at, uneven};

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
    expect::that(
        states.len() == t.get() + 1,
        "`states` does not hold t + 1 images",
    )
    .map_err(|failure| failure.hint("begin with x_0 and push one state for each step s = 1..=t"))?;
    well_formed("x_t", x_t, x0)?;
    states
        .iter()
        .try_for_each(|state| well_formed("a state", state, x0))?;
    let equal = |a: &Tensor<4>, b: &Tensor<4>| expect::values(a) == expect::values(b);
    expect::that(equal(&states[0], x0), "the first state is not `x0`")?;
    expect::that(
        equal(&states[t.get()], x_t),
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
    whole(
        &x0,
        Timestep::CLEAN,
        &s.sequential(x0.clone(), Timestep::CLEAN, &schedule),
    )
    .map_err(|failure| failure.hint("t = 0 is the clean image: no step at all"))
}

/// What each of four steps added, divided by √β_s: the noise that was drawn. The schedule is three steps longer.
fn noises(s: &Subject<'_>) -> Result<Vec<Vec<f64>>, Failure> {
    let mut inputs = s.inputs();
    let (schedule, x0) = (uneven(&mut inputs, 7), inputs.normal(SIZE));
    let t = at(&schedule, 4);
    let chain = s.sequential(x0.clone(), t, &schedule);
    whole(&x0, t, &chain)?;
    let step = |(pair, beta): (&[Tensor<4>], &f64)| {
        residual(
            &expect::values(&pair[1]),
            &scaled(&pair[0], (1.0 - beta).sqrt()),
            |_| beta.sqrt(),
        )
    };
    Ok(chain.1.windows(2).zip(&schedule.betas).map(step).collect())
}

/// Three comparisons for each of three steps.
fn law_of_steps(s: &Subject<'_>) -> TestResult {
    for noise in noises(s)?.iter().take(3) {
        standard_normal("noise of a step", noise).map_err(|failure| {
            failure.hint("step s is x_s = √(1-β_s)·x_{s-1} + √β_s·ε, with β_s at index s - 1")
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
    noises(s)?
        .iter()
        .take(2)
        .try_for_each(|noise| independent("noise of a step", noise, &SIZE))
}

fn anew(s: &Subject<'_>) -> TestResult {
    noises(s)?
        .iter()
        .zip(&noises(s)?)
        .try_for_each(|(first, second)| fresh("the noise", first, second))
}
