//! Hidden tests of 3b: the jump.

use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::forward::{ForwardJump, NoiseSchedules, Schedule, Timestep};
use solutions::forward::Reference;

use super::evidence::{self, fresh, independent, standard_normal, test, well_formed};
use super::given::{SIZE, at, uneven};

/// Hidden tests of 3b.
pub const TESTS: &[Test] = &[
    test("3b", "epsilon reproduces x_t", reproduces),
    test("3b", "clean image", at_zero),
    test("3b", "law of epsilon", law_of_epsilon),
    test("3b", "independent draws", draws),
    test("3b", "fresh draws", anew),
    test("3b", "T = 1", single_step),
];

fn rebuilt(s: &Subject<'_>, x0: &Tensor<4>, t: Timestep, schedule: &Schedule) -> TestResult {
    let (x_t, epsilon) = s.direct(x0.clone(), t, schedule);
    evidence::rebuilt(&x_t, x0, schedule.alpha_cumprod_at(t), &epsilon).map_err(|failure| {
        failure.hint("x_t = √ᾱ_t·x_0 + √(1-ᾱ_t)·ε, with ᾱ_t at index t - 1 and the returned ε")
    })
}

fn reproduces(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let cosine = Reference.precompute(&Reference.cosine(50, 0.008));
    let uneven = uneven(&mut inputs, 6);
    for (schedule, t) in [
        (&uneven, 1),
        (&uneven, 2),
        (&uneven, 5),
        (&uneven, 6),
        (&cosine, 1),
        (&cosine, 31),
        (&cosine, 50),
    ] {
        rebuilt(s, &inputs.normal([3, 2, 4, 7]), at(schedule, t), schedule)?;
    }
    Ok(())
}

fn single_step(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let schedule = Reference.precompute(&[inputs.uniform(0.2, 0.6)]);
    rebuilt(s, &inputs.normal([1, 1, 6, 9]), schedule.last(), &schedule)
}

fn at_zero(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (schedule, x0) = (uneven(&mut inputs, 4), inputs.normal([2, 1, 5, 3]));
    let (x_t, epsilon) = s.direct(x0.clone(), Timestep::CLEAN, &schedule);
    well_formed("x_t", &x_t, &x0)?;
    well_formed("epsilon", &epsilon, &x0)?;
    expect::that(
        expect::values(&x_t) == expect::values(&x0),
        "for t = 0, `x_t` is not `x0`",
    )?;
    expect::that(
        expect::values(&epsilon).iter().all(|&x| x == 0.0),
        "for t = 0, `epsilon` is not zero",
    )
    .map_err(|failure| failure.hint("the clean image has no noise: return zeros"))
}

fn epsilon(s: &Subject<'_>) -> Result<Vec<f64>, Failure> {
    let mut inputs = s.inputs();
    let (schedule, x0) = (uneven(&mut inputs, 6), inputs.normal(SIZE));
    let (_, epsilon) = s.direct(x0.clone(), at(&schedule, 4), &schedule);
    well_formed("epsilon", &epsilon, &x0)?;
    Ok(expect::values(&epsilon))
}

fn law_of_epsilon(s: &Subject<'_>) -> TestResult {
    standard_normal("epsilon", &epsilon(s)?)
        .map_err(|failure| failure.hint("return ε ~ N(0, I) itself, before it is scaled"))
}

fn draws(s: &Subject<'_>) -> TestResult {
    independent("epsilon", &epsilon(s)?, &SIZE)
}

fn anew(s: &Subject<'_>) -> TestResult {
    fresh("epsilon", &epsilon(s)?, &epsilon(s)?)
}
