//! Hidden tests of 2a and 2c: schedules between two ends.
//!
//! Tables are `f64`. A right formula, whichever way it is written, is exact to about 1e-11 relative; one that passes through
//! `f32` is off by 1e-8 and more.

use exercise::expect;
use exercise::{Subject, Test, TestResult};
use labs::forward::NoiseSchedules;
use solutions::forward::Reference;

use super::evidence::{TOLERANCE, test, valid_betas};

/// Hidden tests of 2a and 2c.
pub const TESTS: &[Test] = &[
    test("2a", "values", |s| {
        values(s, NoiseSchedules::linear, "linear")
    }),
    test("2a", "ends", |s| ends(s, NoiseSchedules::linear, "linear")),
    test("2a", "one timestep", |s| {
        one_timestep(s, NoiseSchedules::linear, "linear")
    }),
    test("2a", "even steps", linear_steps),
    test("2c", "values", |s| {
        values(s, NoiseSchedules::exponential, "exponential")
    }),
    test("2c", "ends", |s| {
        ends(s, NoiseSchedules::exponential, "exponential")
    }),
    test("2c", "one timestep", |s| {
        one_timestep(s, NoiseSchedules::exponential, "exponential")
    }),
    test("2c", "constant ratio", exponential_ratio),
];

/// Numbers of timesteps and ends, none of them the usual ones alone.
fn ranges(s: &Subject<'_>) -> [(usize, f64, f64); 4] {
    let mut inputs = s.inputs();
    let random = (
        inputs.integer(20, 90),
        inputs.uniform(1e-3, 1e-2),
        inputs.uniform(0.1, 0.5),
    );
    [(1000, 1e-4, 0.02), (10, 0.001, 0.3), (2, 0.05, 0.7), random]
}

fn values<'a>(
    s: &Subject<'a>,
    schedule: impl Fn(&Subject<'a>, usize, f64, f64) -> Vec<f64>,
    what: &str,
) -> TestResult {
    for (timesteps, start, end) in ranges(s) {
        let expected = match what {
            "linear" => Reference.linear(timesteps, start, end),
            _ => Reference.exponential(timesteps, start, end),
        };
        let betas = schedule(s, timesteps, start, end);
        valid_betas(what, &betas, timesteps)?;
        expect::close_relative(what, &betas, &expected, TOLERANCE).map_err(|failure| {
            failure.hint("the fraction of the way at timestep t is (t - 1)/(T - 1); compute in f64")
        })?;
    }
    Ok(())
}

fn ends<'a>(
    s: &Subject<'a>,
    schedule: impl Fn(&Subject<'a>, usize, f64, f64) -> Vec<f64>,
    what: &str,
) -> TestResult {
    for (timesteps, start, end) in ranges(s) {
        let betas = schedule(s, timesteps, start, end);
        valid_betas(what, &betas, timesteps)?;
        let is = |got: f64, expected: f64| (got / expected - 1.0).abs() <= TOLERANCE;
        expect::that(
            is(betas[0], start),
            format!("`{what}` does not begin at `beta_start`"),
        )?;
        expect::that(
            is(betas[timesteps - 1], end),
            format!("`{what}` does not end at `beta_end`"),
        )?;
    }
    Ok(())
}

fn one_timestep<'a>(
    s: &Subject<'a>,
    schedule: impl Fn(&Subject<'a>, usize, f64, f64) -> Vec<f64>,
    what: &str,
) -> TestResult {
    let start = s.inputs().uniform(0.001, 0.1);
    let betas = schedule(s, 1, start, 0.6);
    valid_betas(what, &betas, 1)?;
    expect::that(
        (betas[0] / start - 1.0).abs() <= TOLERANCE,
        format!("`{what}` with T = 1 is not `beta_start`"),
    )
    .map_err(|failure| failure.hint("with T = 1 there is no gap, and (t - 1)/(T - 1) is 0/0"))
}

fn linear_steps(s: &Subject<'_>) -> TestResult {
    let betas = s.linear(61, 0.004, 0.44);
    valid_betas("linear", &betas, 61)?;
    let steps: Vec<f64> = betas.windows(2).map(|pair| pair[1] - pair[0]).collect();
    expect::close_relative(
        "step from one beta to the next",
        &steps,
        &[0.436 / 60.0; 60],
        TOLERANCE,
    )
    .map_err(|failure| failure.hint("T values have T - 1 gaps, all of them equal"))
}

fn exponential_ratio(s: &Subject<'_>) -> TestResult {
    let betas = s.exponential(61, 0.004, 0.44);
    valid_betas("exponential", &betas, 61)?;
    let ratios: Vec<f64> = betas.windows(2).map(|pair| pair[1] / pair[0]).collect();
    expect::close_relative(
        "ratio of one beta to the one before",
        &ratios,
        &[110_f64.powf(1.0 / 60.0); 60],
        TOLERANCE,
    )
    .map_err(|failure| {
        failure.hint("ln β grows by equal amounts, so that neighbours have a constant ratio")
    })
}
