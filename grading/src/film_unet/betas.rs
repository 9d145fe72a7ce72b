//! Hidden tests of 6a: three schedules.

use std::f64::consts::FRAC_PI_2;

use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::film_unet::{BetaSchedules, ScheduleKind};

use crate::evidence::{test, valid_betas};

/// Hidden tests of 6a.
pub const TESTS: &[Test] = &[
    test("6a", "linear", linear),
    test("6a", "cosine", cosine),
    test("6a", "sigmoid", sigmoid),
    test("6a", "one step", one_step),
    test("6a", "what is left of the signal", signal),
];

const LENGTHS: [usize; 3] = [2, 25, 1000];

fn agrees(
    s: &Subject<'_>,
    kind: ScheduleKind,
    timesteps: usize,
    right: &[f64],
    hint: &str,
) -> TestResult {
    let got = s.betas(kind, timesteps);
    let hinted = |failure: Failure| failure.hint(hint);
    valid_betas("betas", &got, timesteps).map_err(hinted)?;
    expect::close_relative(&format!("betas of {kind}"), &got, right, 1e-6).map_err(hinted)
}

fn way(t: usize, timesteps: usize) -> f64 {
    (t - 1) as f64 / (timesteps - 1).max(1) as f64
}

fn linear(s: &Subject<'_>) -> TestResult {
    for timesteps in LENGTHS {
        let right: Vec<f64> = (1..=timesteps)
            .map(|t| 1e-4 * (1.0 - way(t, timesteps)) + 0.02 * way(t, timesteps))
            .collect();
        let hint = "the fraction of the way is (t - 1)/(T - 1)";
        agrees(s, ScheduleKind::Linear, timesteps, &right, hint)?;
    }
    Ok(())
}

fn cosine(s: &Subject<'_>) -> TestResult {
    for timesteps in LENGTHS {
        let f = |t: usize| {
            let share = t as f64 / timesteps as f64;
            ((share + 0.008) / 1.008 * FRAC_PI_2).cos().powi(2)
        };
        let right: Vec<f64> = (1..=timesteps)
            .map(|t| (1.0 - f(t) / f(t - 1)).min(0.999))
            .collect();
        let hint = "f(t)/f(0) is ᾱ_t; β_t = 1 - ᾱ_t/ᾱ_{t-1}, at most 0.999";
        agrees(s, ScheduleKind::Cosine, timesteps, &right, hint)?;
    }
    Ok(())
}

fn sigmoid(s: &Subject<'_>) -> TestResult {
    for timesteps in LENGTHS {
        let right: Vec<f64> = (1..=timesteps)
            .map(|t| {
                let u = -6.0 + 12.0 * way(t, timesteps);
                1e-4 + (0.02 - 1e-4) / (1.0 + (-u).exp())
            })
            .collect();
        let hint = "β_t = β_start + (β_end - β_start)·σ(u_t), with u_t even from -6 to 6";
        agrees(s, ScheduleKind::Sigmoid, timesteps, &right, hint)?;
    }
    Ok(())
}

fn one_step(s: &Subject<'_>) -> TestResult {
    let hint = "with T = 1 the fraction of the way is 0; the cosine ends, clipped, at 0.999";
    agrees(s, ScheduleKind::Linear, 1, &[1e-4], hint)?;
    agrees(s, ScheduleKind::Cosine, 1, &[0.999], hint)?;
    let first = 1e-4 + (0.02 - 1e-4) / (1.0 + 6_f64.exp());
    agrees(s, ScheduleKind::Sigmoid, 1, &[first], hint)
}

/// ᾱ half way through a thousand steps.
fn signal(s: &Subject<'_>) -> TestResult {
    let half = [0.078_587_242_88, 0.493_843_590_44, 0.301_931_056_60];
    let hint = "the product of all 1 - β_t is what is left of the signal's variance";
    for (kind, half) in ScheduleKind::ALL.into_iter().zip(half) {
        let betas = s.betas(kind, 1000);
        valid_betas("betas", &betas, 1000)?;
        let left: f64 = betas[..500].iter().map(|beta| 1.0 - beta).product();
        expect::close_relative("ᾱ_500", &[left], &[half], 1e-4)
            .map_err(|failure| failure.hint(hint))?;
    }
    Ok(())
}
