//! Hidden tests of 2d: forward factors turned round by Bayes' rule.

use exercise::expect::{self, close};
use exercise::{Inputs, Subject, Test, TestResult};
use labs::elbo::{
    BayesTerms, ElboDerivation, ReindexedTerms, Schedule, Trajectory, scaled_schedule,
};
use solutions::elbo::Reference;

use super::given::{linear, trajectory, uneven};
use crate::evidence::test;

/// Hidden tests of 2d.
pub const TESTS: &[Test] = &[
    test("2d", "posterior terms", posterior),
    test("2d", "telescoped ratio", telescoped),
    test("2d", "the rest stays", rest),
    test("2d", "the total stays", total),
    test("2d", "T = 1", one_step),
];

/// Sums of a few hundred nats, whichever way they are added up, and the closed form of the posterior's density.
const TOLERANCE: f64 = 1e-8;

/// Terms that belong to the trajectory, so that the posterior may be had from either.
fn given(inputs: &mut Inputs, schedule: Schedule) -> (ReindexedTerms, Trajectory, Schedule) {
    let timesteps = schedule.timesteps();
    let (trajectory, model) = (trajectory(inputs, timesteps), linear(inputs, timesteps));
    let terms = Reference.log_probabilities(&trajectory, &model, &schedule);
    let terms = Reference.reindex(&Reference.separate(&terms));
    (terms, trajectory, schedule)
}

fn compared(
    s: &Subject<'_>,
    compare: impl Fn(&BayesTerms, &BayesTerms) -> TestResult,
) -> TestResult {
    let mut inputs = s.inputs();
    let mut schedules: Vec<Schedule> = [2, 5, 12]
        .map(|timesteps| uneven(&mut inputs, timesteps))
        .into();
    schedules.extend(scaled_schedule(25));
    for schedule in schedules {
        let (terms, trajectory, schedule) = given(&mut inputs, schedule);
        compare(
            &s.bayes(&terms, &trajectory, &schedule),
            &Reference.bayes(&terms, &trajectory, &schedule),
        )?;
    }
    Ok(())
}

fn posterior(s: &Subject<'_>) -> TestResult {
    compared(s, |got, right| {
        close("posterior", &got.posterior, &right.posterior, TOLERANCE).map_err(|failure| {
            failure.hint(
                "log q(x_t | x_{t-1}) + log q(x_{t-1} | x_0) - log q(x_t | x_0), at index t - 2",
            )
        })
    })
}

fn telescoped(s: &Subject<'_>) -> TestResult {
    compared(s, |got, right| {
        close(
            "telescoped",
            &[got.telescoped],
            &[right.telescoped],
            TOLERANCE,
        )
        .map_err(|failure| {
            failure.hint("log q(x_T | x_0) - log q(x_1 | x_0): all between them cancels")
        })
    })
}

fn rest(s: &Subject<'_>) -> TestResult {
    compared(s, |got, right| {
        let kept = |terms: &BayesTerms| [terms.prior, terms.reconstruction, terms.first_forward];
        let what = "prior, reconstruction and first_forward";
        close(what, &kept(got), &kept(right), TOLERANCE)?;
        close("reverse", &got.reverse, &right.reverse, TOLERANCE)
    })
}

fn total(s: &Subject<'_>) -> TestResult {
    compared(s, |got, right| {
        close("the total", &[got.total()], &[right.total()], TOLERANCE)
    })
}

fn one_step(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let schedule = uneven(&mut inputs, 1);
    let (terms, trajectory, schedule) = given(&mut inputs, schedule);
    let got = s.bayes(&terms, &trajectory, &schedule);
    expect::length("posterior at T = 1", &got.posterior, 0)?;
    close("telescoped at T = 1", &[got.telescoped], &[0.0], TOLERANCE)
        .map_err(|failure| failure.hint("with one step there is nothing to turn round"))
}
