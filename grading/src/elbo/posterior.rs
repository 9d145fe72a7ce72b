//! Hidden tests of section 3: the reverse step that is known, given x_0.

use burn::tensor::Tensor;
use exercise::expect::{self, close_relative};
use exercise::{Inputs, Subject, Test, TestResult};
use labs::elbo::{Schedule, Step, TractableReverse};
use solutions::elbo::Reference;

use super::given::{SINGLE, at, points, uneven};
use crate::evidence::{test, well_formed};

/// Hidden tests of 3a, 3b and 3c.
pub const TESTS: &[Test] = &[
    test("3a", "mean", |s| compared(s, bayes_mean)),
    test("3a", "variance", posterior_variance),
    test("3a", "weight of x_0", |s| weight_of_x0(s, bayes_mean)),
    test("3a", "weight of x_t", |s| weight_of_x_t(s, bayes_mean)),
    test("3a", "first step", posterior_at_one),
    test("3b", "mean", |s| compared(s, optimal_mean)),
    test("3b", "weight of x_0", |s| weight_of_x0(s, optimal_mean)),
    test("3b", "weight of x_t", |s| weight_of_x_t(s, optimal_mean)),
    test("3b", "first step", mean_at_one),
    test("3c", "values", variances),
    test("3c", "first step", variance_at_one),
    test("3c", "below β", below_beta),
];

/// A mean, whichever of the two exercises it comes from.
type Mean = fn(&Subject<'_>, Tensor<2>, Tensor<2>, Step, &Schedule) -> Tensor<2>;

fn bayes_mean(s: &Subject<'_>, x_t: Tensor<2>, x0: Tensor<2>, t: Step, of: &Schedule) -> Tensor<2> {
    s.posterior(x_t, x0, t, of).0
}

fn optimal_mean(
    s: &Subject<'_>,
    x_t: Tensor<2>,
    x0: Tensor<2>,
    t: Step,
    of: &Schedule,
) -> Tensor<2> {
    s.optimal_mean(x_t, x0, t, of)
}

/// Both ends of a schedule and two steps between, of different parity.
const STEPS: [usize; 4] = [2, 3, 4, 7];

fn schedule(inputs: &mut Inputs) -> Schedule {
    uneven(inputs, 7)
}

/// For points that are given: the mean at a few steps, against the reference.
fn at_steps(
    s: &Subject<'_>,
    mean: Mean,
    given: impl Fn(&mut Inputs) -> (Tensor<2>, Tensor<2>),
    hint: &str,
) -> TestResult {
    let mut inputs = s.inputs();
    let schedule = schedule(&mut inputs);
    for t in STEPS {
        let ((x_t, x0), t) = (given(&mut inputs), at(&schedule, t));
        let got = mean(s, x_t.clone(), x0.clone(), t, &schedule);
        let right = Reference.optimal_mean(x_t, x0, t, &schedule);
        expect::tensor("the mean", &got, &right, SINGLE).map_err(|failure| failure.hint(hint))?;
    }
    Ok(())
}

fn compared(s: &Subject<'_>, mean: Mean) -> TestResult {
    let both = |inputs: &mut Inputs| (points(inputs, 5), points(inputs, 5));
    let hint = "√ᾱ_{t-1}·β_t/(1-ᾱ_t) of x_0 and √α_t·(1-ᾱ_{t-1})/(1-ᾱ_t) of x_t; they need not add up to 1";
    at_steps(s, mean, both, hint)
}

fn weight_of_x0(s: &Subject<'_>, mean: Mean) -> TestResult {
    let alone = |inputs: &mut Inputs| {
        let x0 = points(inputs, 3);
        (x0.zeros_like(), x0)
    };
    at_steps(s, mean, alone, "the weight of x_0 is √ᾱ_{t-1}·β_t/(1-ᾱ_t)")
}

fn weight_of_x_t(s: &Subject<'_>, mean: Mean) -> TestResult {
    let alone = |inputs: &mut Inputs| {
        let x_t = points(inputs, 3);
        (x_t.clone(), x_t.zeros_like())
    };
    at_steps(
        s,
        mean,
        alone,
        "the weight of x_t is √α_t·(1-ᾱ_{t-1})/(1-ᾱ_t)",
    )
}

fn posterior_variance(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let schedule = schedule(&mut inputs);
    for t in STEPS {
        let (x_t, x0) = (points(&mut inputs, 2), points(&mut inputs, 2));
        let t = at(&schedule, t);
        let (_, got) = s.posterior(x_t, x0, t, &schedule);
        let right = Reference.optimal_variance(t, &schedule);
        close_relative("the variance", &[got], &[right], SINGLE).map_err(|failure| {
            failure.hint("precisions add up: one over the variance is α_t/β_t + 1/(1-ᾱ_{t-1})")
        })?;
    }
    Ok(())
}

fn posterior_at_one(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for timesteps in [4, 1] {
        let (schedule, x0) = (uneven(&mut inputs, timesteps), points(&mut inputs, 3));
        let x1 = points(&mut inputs, 3);
        let (mean, variance) = s.posterior(x1, x0.clone(), Step::FIRST, &schedule);
        expect::tensor("the mean at t = 1", &mean, &x0, 1e-5)
            .map_err(|failure| failure.hint("at t = 1 the state before is x_0 itself"))?;
        expect::close("the variance at t = 1", &[variance], &[0.0], 1e-9)
            .map_err(|failure| failure.hint("at t = 1 nothing is left to guess"))?;
    }
    Ok(())
}

fn mean_at_one(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for timesteps in [4, 1] {
        let (schedule, x0) = (uneven(&mut inputs, timesteps), points(&mut inputs, 3));
        let mean = s.optimal_mean(points(&mut inputs, 3), x0.clone(), Step::FIRST, &schedule);
        well_formed("the mean at t = 1", &mean, &x0)?;
        expect::tensor("the mean at t = 1", &mean, &x0, 1e-5)
            .map_err(|failure| failure.hint("with ᾱ_0 = 1 the formula gives x_0 at t = 1"))?;
    }
    Ok(())
}

fn variances(s: &Subject<'_>) -> TestResult {
    let schedule = schedule(&mut s.inputs());
    for t in STEPS {
        let t = at(&schedule, t);
        let right = Reference.optimal_variance(t, &schedule);
        close_relative(
            "the variance",
            &[s.optimal_variance(t, &schedule)],
            &[right],
            SINGLE,
        )
        .map_err(|failure| failure.hint("(1-ᾱ_{t-1})/(1-ᾱ_t)·β_t"))?;
    }
    Ok(())
}

fn variance_at_one(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for timesteps in [4, 1] {
        let schedule = uneven(&mut inputs, timesteps);
        let got = s.optimal_variance(Step::FIRST, &schedule);
        expect::close("the variance at t = 1", &[got], &[0.0], 1e-9)
            .map_err(|failure| failure.hint("ᾱ_0 = 1, so that the variance at t = 1 is 0"))?;
    }
    Ok(())
}

fn below_beta(s: &Subject<'_>) -> TestResult {
    let schedule = schedule(&mut s.inputs());
    for t in Step::all(&schedule) {
        let beta = schedule.betas[t.index()];
        let got = s.optimal_variance(t, &schedule);
        let below = (-1e-9..beta * (1.0 - 1e-6)).contains(&got);
        expect::that(below, "the variance is not between 0 and β_t")
            .map_err(|failure| failure.hint("who knows x_0 is surer than who does not"))?;
    }
    Ok(())
}
