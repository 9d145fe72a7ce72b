use exercise::{Failure, Subject, Test, TestResult, expect};

use super::{Hint, Mistake, check, explain_exact};
use crate::film_unet::{BetaSchedules, ScheduleKind};

pub const BETA_SCHEDULES: &[Test] = &[
    check("6a", "linear, T = 3", linear),
    check("6a", "cosine, T = 4", cosine),
    check("6a", "sigmoid, T = 4", sigmoid),
    check("6a", "a thousand steps end in noise", noise),
    check("6a", "T = 1", one_step),
];

fn betas(subject: &Subject<'_>, kind: ScheduleKind, timesteps: usize) -> Result<Vec<f64>, Failure> {
    let got = subject.betas(kind, timesteps);
    expect::length("betas", &got, timesteps).hint("one value for each timestep")?;
    match got.iter().position(|beta| !(*beta > 0.0 && *beta < 1.0)) {
        None => Ok(got),
        Some(i) => Err(Failure::new(format!(
            "β_{} of {kind} is {}, expected a value inside (0, 1)",
            i + 1,
            got[i]
        ))
        .hint("β is the variance of one step; a list of ᾱ is no list of betas")),
    }
}

fn compare(
    subject: &Subject<'_>,
    kind: ScheduleKind,
    expected: &[f64],
    at: usize,
    mistakes: &[Mistake],
) -> TestResult {
    let got = betas(subject, kind, expected.len())?;
    let four = |list: &[f64]| {
        list.iter()
            .map(|x| format!("{x:.6}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let result = expect::close_relative("betas", &got, expected, 1e-6).map_err(|_| {
        Failure::new(format!(
            "{kind}: expected [{}], got [{}]",
            four(expected),
            four(&got)
        ))
    });
    explain_exact(result, got[at], mistakes)
}

fn linear(subject: &Subject<'_>) -> TestResult {
    let mistakes = [
        (
            0.006_733_333,
            "the fraction of the way is t/T, expected (t - 1)/(T - 1)",
        ),
        (
            0.013_366_667,
            "the fraction of the way is t/T, expected (t - 1)/(T - 1)",
        ),
        (0.01, "the schedule begins at 0, expected at 1e-4"),
    ];
    compare(
        subject,
        ScheduleKind::Linear,
        &[1e-4, 0.010_05, 0.02],
        1,
        &mistakes,
    )
    .hint("from 1e-4 to 0.02 in equal gaps")
}

fn cosine(subject: &Subject<'_>) -> TestResult {
    let mistakes = [
        (0.847_012, "this is ᾱ: β_t = 1 - ᾱ_t/ᾱ_{t-1}"),
        (0.493_844, "this is ᾱ: β_t = 1 - ᾱ_t/ᾱ_{t-1}"),
        (
            0.506_156,
            "this is 1 - ᾱ_t, the noise of all steps so far: β_t = 1 - ᾱ_t/ᾱ_{t-1}",
        ),
        (0.414_214, "the offset s = 0.008 is missing"),
        (0.236_43, "the cosine is squared"),
    ];
    let expected = [
        0.152_987_838_673_095,
        0.416_958_087_511_994,
        0.707_858_712_397_163,
        0.999,
    ];
    compare(subject, ScheduleKind::Cosine, &expected, 1, &mistakes)
        .hint("β_t = 1 - f(t)/f(t - 1), at most 0.999, with f(t) = cos²(((t/T + 0.008)/1.008)·π/2)")
}

fn sigmoid(subject: &Subject<'_>) -> TestResult {
    let mistakes = [
        (
            0.119_203,
            "this is σ(u) itself: β = 1e-4 + (0.02 - 1e-4)·σ(u)",
        ),
        (
            0.017_628,
            "the curve falls, expected a rising one: u runs from -6 to 6",
        ),
        (0.017_628, "u begins at 0, expected at -6"),
    ];
    let expected = [
        0.000_149_205_200_817,
        0.002_472_138_148_240,
        0.017_627_861_851_760,
        0.019_950_794_799_183,
    ];
    compare(subject, ScheduleKind::Sigmoid, &expected, 1, &mistakes)
        .hint("u runs evenly from -6 at t = 1 to 6 at t = T, and σ(u) = 1/(1 + e^{-u})")
}

fn noise(subject: &Subject<'_>) -> TestResult {
    for kind in ScheduleKind::ALL {
        let betas = betas(subject, kind, 1000)?;
        let left: f64 = betas.iter().map(|beta| 1.0 - beta).product();
        expect::that(left < 1e-4, format!("{kind}: ᾱ_T = {left:.4}, expected less than 1e-4"))
            .hint("after a thousand steps hardly any signal may be left, or sampling begins in another place than training ended")?;
    }
    Ok(())
}

fn one_step(subject: &Subject<'_>) -> TestResult {
    let expected = [1e-4, 0.999, 0.000_149_205_200_817];
    for (kind, beta) in ScheduleKind::ALL.into_iter().zip(expected) {
        compare(subject, kind, &[beta], 0, &[])
            .hint("with T = 1 the fraction of the way is 0: `(timesteps - 1).max(1)` avoids 0/0")?;
    }
    Ok(())
}
