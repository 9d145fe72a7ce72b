//! Hidden tests of 2a: the log-probabilities of both chains.

use exercise::expect::{self, close};
use exercise::{Inputs, Subject, Test, TestResult};
use labs::elbo::{
    ElboDerivation, LinearReverse, LogProbabilities, Point, Schedule, Trajectory, log_normal,
};
use solutions::elbo::Reference;

use super::given::{TOLERANCE, linear, trajectory, uneven};
use crate::evidence::test;

/// Hidden tests of 2a.
pub const TESTS: &[Test] = &[
    test("2a", "forward terms", forward),
    test("2a", "reverse terms", reverse),
    test("2a", "prior", prior),
    test("2a", "sums", sums),
    test("2a", "a tight bound", tight),
    test("2a", "T = 1", one_step),
];

type Given = (Trajectory, LinearReverse, Schedule);

fn given(inputs: &mut Inputs, timesteps: usize) -> Given {
    (
        trajectory(inputs, timesteps),
        linear(inputs, timesteps),
        uneven(inputs, timesteps),
    )
}

/// What the subject gives and what is right, for a few lengths of the chain.
fn compared(
    s: &Subject<'_>,
    compare: impl Fn(&LogProbabilities, &LogProbabilities) -> TestResult,
) -> TestResult {
    let mut inputs = s.inputs();
    for timesteps in [2, 5, 21] {
        let (trajectory, model, schedule) = given(&mut inputs, timesteps);
        compare(
            &s.log_probabilities(&trajectory, &model, &schedule),
            &Reference.log_probabilities(&trajectory, &model, &schedule),
        )?;
    }
    Ok(())
}

fn forward(s: &Subject<'_>) -> TestResult {
    compared(s, |got, right| {
        close("forward", &got.forward, &right.forward, TOLERANCE).map_err(|failure| {
            failure.hint("log N(x_t; √α_t·x_{t-1}, β_t·I) for t = 1..=T, at index t - 1")
        })
    })
}

fn reverse(s: &Subject<'_>) -> TestResult {
    compared(s, |got, right| {
        close("reverse", &got.reverse, &right.reverse, TOLERANCE).map_err(|failure| {
            failure.hint("log N(x_{t-1}; model.mean(x_t, t), model.variance(t)·I), at index t - 1")
        })
    })
}

fn prior(s: &Subject<'_>) -> TestResult {
    compared(s, |got, right| {
        close("prior", &[got.prior], &[right.prior], TOLERANCE)
            .map_err(|failure| failure.hint("log N(x_T; 0, I), of the last state"))
    })
}

fn sums(s: &Subject<'_>) -> TestResult {
    compared(s, |got, right| {
        close("log_q", &[got.log_q], &[right.log_q], TOLERANCE)
            .map_err(|failure| failure.hint("`log_q` is the sum of the forward terms"))?;
        close("log_p", &[got.log_p], &[right.log_p], TOLERANCE).map_err(|failure| {
            failure.hint("`log_p` is the prior and the sum of the reverse terms")
        })
    })
}

/// The reversible model's bound is exact: whatever the trajectory, the total is log N(x_0; 0, I).
fn tight(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (trajectory, schedule) = (trajectory(&mut inputs, 12), uneven(&mut inputs, 12));
    let model = LinearReverse::reversible(&schedule);
    let got = s.log_probabilities(&trajectory, &model, &schedule).total();
    let expected = log_normal(trajectory.states[0], Point::default(), 1.0);
    close(
        "log_p - log_q of the reversible model",
        &[got],
        &[expected],
        1e-8,
    )
}

fn one_step(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (trajectory, model, schedule) = given(&mut inputs, 1);
    let got = s.log_probabilities(&trajectory, &model, &schedule);
    let right = Reference.log_probabilities(&trajectory, &model, &schedule);
    expect::length("forward", &got.forward, 1)?;
    expect::length("reverse", &got.reverse, 1)?;
    close("total", &[got.total()], &[right.total()], TOLERANCE)
}
