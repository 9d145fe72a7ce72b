//! Hidden tests of 2d: the tables of a schedule.

use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::forward::{NoiseSchedules, Schedule};
use solutions::forward::Reference;

use super::evidence::{TOLERANCE, test};

/// Hidden tests of 2d.
pub const TESTS: &[Test] = &[
    test("2d", "betas and alphas", alphas),
    test("2d", "running product", running_product),
    test("2d", "roots", roots),
    test("2d", "one timestep", one_table),
    test("2d", "precision", precision),
];

/// Betas of no named schedule, neither rising nor falling.
fn betas(s: &Subject<'_>) -> Vec<f64> {
    let mut inputs = s.inputs();
    (0..37).map(|_| inputs.uniform(0.002, 0.25)).collect()
}

/// The body's tables beside the reference's, equally long.
fn tables(s: &Subject<'_>, betas: &[f64]) -> Result<(Schedule, Schedule), Failure> {
    let (got, expected) = (s.precompute(betas), Reference.precompute(betas));
    for (what, table) in [
        ("betas", &got.betas),
        ("alphas", &got.alphas),
        ("alpha_cumprod", &got.alpha_cumprod),
        ("sqrt_alpha_cumprod", &got.sqrt_alpha_cumprod),
        (
            "sqrt_one_minus_alpha_cumprod",
            &got.sqrt_one_minus_alpha_cumprod,
        ),
    ] {
        expect::that(
            table.len() == betas.len(),
            format!("`{what}` does not hold one value for each timestep"),
        )?;
    }
    Ok((got, expected))
}

fn alphas(s: &Subject<'_>) -> TestResult {
    let (got, expected) = tables(s, &betas(s))?;
    expect::close_relative("betas", &got.betas, &expected.betas, TOLERANCE)?;
    expect::close_relative("alphas", &got.alphas, &expected.alphas, TOLERANCE)
        .map_err(|failure| failure.hint("α_t = 1 - β_t"))
}

fn running_product(s: &Subject<'_>) -> TestResult {
    let (got, expected) = tables(s, &betas(s))?;
    expect::close_relative(
        "alpha_cumprod",
        &got.alpha_cumprod,
        &expected.alpha_cumprod,
        TOLERANCE,
    )
    .map_err(|failure| {
        failure.hint("ᾱ_t = α_1·…·α_t, its own α_t included; index t - 1 holds timestep t")
    })
}

fn roots(s: &Subject<'_>) -> TestResult {
    let (got, expected) = tables(s, &betas(s))?;
    expect::close_relative(
        "sqrt_alpha_cumprod",
        &got.sqrt_alpha_cumprod,
        &expected.sqrt_alpha_cumprod,
        TOLERANCE,
    )
    .map_err(|failure| failure.hint("√ᾱ_t is the root of the running product, not of α_t"))?;
    let (got, expected) = (
        got.sqrt_one_minus_alpha_cumprod,
        expected.sqrt_one_minus_alpha_cumprod,
    );
    expect::close_relative("sqrt_one_minus_alpha_cumprod", &got, &expected, TOLERANCE)
        .map_err(|failure| failure.hint("√(1 - ᾱ_t), not 1 - √ᾱ_t and not √(1 - α_t)"))
}

fn one_table(s: &Subject<'_>) -> TestResult {
    let beta = s.inputs().uniform(0.1, 0.9);
    let (got, _) = tables(s, &[beta])?;
    let flat = [
        got.alphas[0],
        got.alpha_cumprod[0],
        got.sqrt_alpha_cumprod[0],
        got.sqrt_one_minus_alpha_cumprod[0],
    ];
    let alpha = 1.0 - beta;
    expect::close_relative(
        "tables of one timestep",
        &flat,
        &[alpha, alpha, alpha.sqrt(), beta.sqrt()],
        TOLERANCE,
    )
    .map_err(|failure| failure.hint("ᾱ_1 = α_1: the product starts at ᾱ_0 = 1"))
}

/// Small betas and many steps, where `f32` loses 1 - ᾱ.
fn precision(s: &Subject<'_>) -> TestResult {
    let betas: Vec<f64> = (0..800).map(|i| 2e-5 * (1.0 + f64::from(i % 7))).collect();
    let (got, expected) = tables(s, &betas)?;
    let (got, expected) = (
        got.sqrt_one_minus_alpha_cumprod,
        expected.sqrt_one_minus_alpha_cumprod,
    );
    expect::close_relative(
        "sqrt_one_minus_alpha_cumprod of small betas",
        &got,
        &expected,
        TOLERANCE,
    )
    .map_err(|failure| failure.hint("keep every table in f64"))
}
