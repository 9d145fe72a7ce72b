//! Hidden tests of 4a, 4b and 4c: x_0, x_t and ε are tied by one equation.

use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::elbo::{NoisePrediction, Schedule, Step, TractableReverse};
use solutions::elbo::Reference;

use super::given::{SINGLE, SIZE, at, points, uneven};
use crate::evidence::{fresh, independent, rebuilt, standard_normal, test, well_formed};

/// Hidden tests of 4a, 4b and 4c.
pub const TESTS: &[Test] = &[
    test("4a", "given noise", given_noise),
    test("4a", "epsilon reproduces x_t", reproduces),
    test("4a", "law of epsilon", law),
    test("4a", "independent draws", draws),
    test("4a", "fresh draws", anew),
    test("4b", "values", solved),
    test("4b", "undoes the jump", undone),
    test("4b", "T = 1", solved_one_step),
    test("4c", "values", mean),
    test("4c", "is the optimal mean", optimal),
    test("4c", "first step", mean_at_one),
];

const STEPS: [usize; 4] = [1, 2, 3, 6];

fn schedule(s: &Subject<'_>) -> Schedule {
    uneven(&mut s.inputs(), 6)
}

fn given_noise(s: &Subject<'_>) -> TestResult {
    let (schedule, mut inputs) = (schedule(s), s.inputs());
    for t in STEPS {
        let (x0, epsilon, t) = (
            points(&mut inputs, 4),
            points(&mut inputs, 4),
            at(&schedule, t),
        );
        let (x_t, used) = s.forward_with_noise(x0.clone(), t, Some(epsilon.clone()), &schedule);
        expect::tensor("epsilon", &used, &epsilon, 1e-6)
            .map_err(|failure| failure.hint("return the noise that was given, unscaled"))?;
        rebuilt(&x_t, &x0, schedule.alpha_cumprod_at(t), &epsilon)
            .map_err(|failure| failure.hint("use the noise that was given"))?;
    }
    Ok(())
}

fn reproduces(s: &Subject<'_>) -> TestResult {
    let (schedule, mut inputs) = (schedule(s), s.inputs());
    for t in STEPS {
        let (x0, t) = (points(&mut inputs, 5), at(&schedule, t));
        let (x_t, epsilon) = s.forward_with_noise(x0.clone(), t, None, &schedule);
        rebuilt(&x_t, &x0, schedule.alpha_cumprod_at(t), &epsilon).map_err(|failure| {
            failure.hint("x_t = √ᾱ_t·x_0 + √(1-ᾱ_t)·ε, with the very ε that is returned")
        })?;
    }
    Ok(())
}

fn epsilon(s: &Subject<'_>) -> Result<Vec<f64>, Failure> {
    let (schedule, x0) = (schedule(s), s.inputs().normal(SIZE));
    let (_, epsilon) = s.forward_with_noise(x0.clone(), at(&schedule, 4), None, &schedule);
    well_formed("epsilon", &epsilon, &x0)?;
    Ok(expect::values(&epsilon))
}

fn law(s: &Subject<'_>) -> TestResult {
    standard_normal("epsilon", &epsilon(s)?)
        .map_err(|failure| failure.hint("return ε ~ N(0, I) itself, before it is scaled"))
}

fn draws(s: &Subject<'_>) -> TestResult {
    independent("epsilon", &epsilon(s)?, &SIZE)
}

fn anew(s: &Subject<'_>) -> TestResult {
    fresh("epsilon", &epsilon(s)?, &epsilon(s)?)
}

/// Points, noise and step for each of a few steps.
fn each(
    s: &Subject<'_>,
    compare: impl Fn(Tensor<2>, Tensor<2>, Step, &Schedule) -> TestResult,
) -> TestResult {
    let (schedule, mut inputs) = (schedule(s), s.inputs());
    for t in STEPS {
        let (x, epsilon) = (points(&mut inputs, 4), inputs.normal([4, 2]));
        compare(x, epsilon, at(&schedule, t), &schedule)?;
    }
    Ok(())
}

fn solved(s: &Subject<'_>) -> TestResult {
    each(s, |x_t, epsilon, t, schedule| {
        let got = s.solve_for_x0(x_t.clone(), epsilon.clone(), t, schedule);
        let right = Reference.solve_for_x0(x_t, epsilon, t, schedule);
        expect::tensor("x_0", &got, &right, SINGLE)
            .map_err(|failure| failure.hint("(x_t - √(1-ᾱ_t)·ε)/√ᾱ_t"))
    })
}

fn undone(s: &Subject<'_>) -> TestResult {
    each(s, |x0, epsilon, t, schedule| {
        let (x_t, _) = Reference.forward_with_noise(x0.clone(), t, Some(epsilon.clone()), schedule);
        let got = s.solve_for_x0(x_t, epsilon, t, schedule);
        expect::tensor("x_0", &got, &x0, SINGLE).map_err(|failure| {
            failure.hint("the jump, solved for x_0, gives the x_0 it began with")
        })
    })
}

fn solved_one_step(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (schedule, x_t) = (uneven(&mut inputs, 1), points(&mut inputs, 3));
    let epsilon = inputs.normal([3, 2]);
    let got = s.solve_for_x0(x_t.clone(), epsilon.clone(), Step::FIRST, &schedule);
    let right = Reference.solve_for_x0(x_t, epsilon, Step::FIRST, &schedule);
    expect::tensor("x_0", &got, &right, SINGLE)
}

fn mean(s: &Subject<'_>) -> TestResult {
    each(s, |x_t, epsilon, t, schedule| {
        let got = s.mean_from_noise(x_t.clone(), epsilon.clone(), t, schedule);
        let right = Reference.mean_from_noise(x_t, epsilon, t, schedule);
        expect::tensor("the mean", &got, &right, SINGLE)
            .map_err(|failure| failure.hint("(x_t - β_t/√(1-ᾱ_t)·ε)/√α_t"))
    })
}

fn optimal(s: &Subject<'_>) -> TestResult {
    each(s, |x0, epsilon, t, schedule| {
        let (x_t, _) = Reference.forward_with_noise(x0.clone(), t, Some(epsilon.clone()), schedule);
        let got = s.mean_from_noise(x_t.clone(), epsilon, t, schedule);
        let right = Reference.optimal_mean(x_t, x0, t, schedule);
        expect::tensor("the mean", &got, &right, SINGLE)
            .map_err(|failure| failure.hint("with the true noise it is the optimal mean of 3b"))
    })
}

fn mean_at_one(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for timesteps in [1, 3] {
        let (schedule, x0) = (uneven(&mut inputs, timesteps), points(&mut inputs, 3));
        let epsilon = inputs.normal([3, 2]);
        let (t, noise) = (Step::FIRST, Some(epsilon.clone()));
        let (x1, _) = Reference.forward_with_noise(x0.clone(), t, noise, &schedule);
        let got = s.mean_from_noise(x1, epsilon, t, &schedule);
        expect::tensor("the mean at t = 1", &got, &x0, SINGLE)
            .map_err(|failure| failure.hint("at t = 1 the true noise leads back to x_0"))?;
    }
    Ok(())
}
