//! Hidden tests of 2b: the cosine schedule.

use exercise::expect;
use exercise::{Subject, Test, TestResult};
use labs::forward::NoiseSchedules;
use solutions::forward::Reference;

use super::evidence::{TOLERANCE, test, valid_betas};

/// Hidden tests of 2b.
pub const TESTS: &[Test] = &[
    test("2b", "values", values),
    test("2b", "clip", clip),
    test("2b", "signal that is left", signal),
];

fn values(s: &Subject<'_>) -> TestResult {
    let (timesteps, offset) = (s.inputs().integer(30, 120), s.inputs().uniform(0.01, 0.1));
    for (timesteps, offset) in [(1000, 0.008), (10, 0.008), (25, 0.02), (timesteps, offset)] {
        let betas = s.cosine(timesteps, offset);
        valid_betas("cosine", &betas, timesteps)?;
        expect::close_relative(
            "cosine",
            &betas,
            &Reference.cosine(timesteps, offset),
            TOLERANCE,
        )
        .map_err(|failure| {
            failure.hint("β_t = 1 - f(t)/f(t-1), f(t) = cos²(((t/T + s)/(1 + s))·π/2), in f64")
        })?;
    }
    Ok(())
}

fn clip(s: &Subject<'_>) -> TestResult {
    for timesteps in [1, 12, 700] {
        let betas = s.cosine(timesteps, 0.015);
        valid_betas("cosine", &betas, timesteps)?;
        let last = betas[timesteps - 1];
        expect::that(
            (last - 0.999).abs() <= TOLERANCE,
            "the last β of `cosine` is not clipped to 0.999",
        )
        .map_err(|failure| {
            failure.hint("f(T) = 0, so that 1 - f(T)/f(T-1) is 1: no step may erase everything")
        })?;
        let before = betas[..timesteps - 1].iter().all(|&beta| beta < 0.999);
        expect::that(before, "`cosine` clips more than its last value")?;
    }
    Ok(())
}

/// (1-β_1)·…·(1-β_t) is f(t)/f(0): the definition of the schedule, before the clip.
fn signal(s: &Subject<'_>) -> TestResult {
    let (timesteps, offset) = (80, s.inputs().uniform(0.005, 0.05));
    let betas = s.cosine(timesteps, offset);
    valid_betas("cosine", &betas, timesteps)?;
    let f = |t: usize| {
        let way = (t as f64 / timesteps as f64 + offset) / (1.0 + offset);
        (way * std::f64::consts::FRAC_PI_2).cos().powi(2)
    };
    let expected: Vec<f64> = (1..timesteps).map(|t| f(t) / f(0)).collect();
    let got: Vec<f64> = product(&betas[..timesteps - 1]);
    expect::close_relative("product of 1 - β of `cosine`", &got, &expected, TOLERANCE)
        .map_err(|failure| failure.hint("ᾱ_t = f(t)/f(0), and β_t = 1 - ᾱ_t/ᾱ_{t-1}"))
}

fn product(betas: &[f64]) -> Vec<f64> {
    let mut left = 1.0;
    betas
        .iter()
        .map(|beta| {
            left *= 1.0 - beta;
            left
        })
        .collect()
}
