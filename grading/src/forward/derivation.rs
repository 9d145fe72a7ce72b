//! Hidden tests of 3c and 3d: the derivation of the jump in numbers.

use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::forward::{ForwardJumpDerivation, InductionRow};

use super::evidence::test;

/// Hidden tests of 3c and 3d.
pub const TESTS: &[Test] = &[
    test("3c", "signal", signal),
    test("3c", "noise by substitution", noise_by_substitution),
    test("3c", "noise directly", noise_directly),
    test("3d", "rows", rows),
    test("3d", "signal", signal_column),
    test("3d", "noise", noise_column),
    test("3d", "sum", sum_column),
];

const TOLERANCE: f64 = 1e-9;

/// Pairs of betas: small ones, large ones, both orders.
fn pairs(s: &Subject<'_>) -> [(f64, f64); 4] {
    let mut inputs = s.inputs();
    [
        (1e-4, 0.02),
        (0.7, 0.05),
        (0.1, 0.3),
        (inputs.uniform(0.01, 0.9), inputs.uniform(0.01, 0.9)),
    ]
}

fn near(what: &str, got: f64, expected: f64, hint: &str) -> TestResult {
    let close = (got / expected - 1.0).abs() <= TOLERANCE;
    expect::that(close, format!("`{what}` is wrong")).map_err(|failure| failure.hint(hint))
}

fn signal(s: &Subject<'_>) -> TestResult {
    for (beta1, beta2) in pairs(s) {
        let (got, expected) = (
            s.two_step_expansion(beta1, beta2),
            ((1.0 - beta1) * (1.0 - beta2)).sqrt(),
        );
        near(
            "signal_by_substitution",
            got.signal_by_substitution,
            expected,
            "put x_1 into x_2: x_0 gets √α_2·√α_1",
        )?;
        near(
            "signal_direct",
            got.signal_direct,
            expected,
            "the closed form is √ᾱ_2, with ᾱ_2 = α_1·α_2",
        )?;
    }
    Ok(())
}

fn noise_by_substitution(s: &Subject<'_>) -> TestResult {
    for (beta1, beta2) in pairs(s) {
        let got = s
            .two_step_expansion(beta1, beta2)
            .noise_variance_by_substitution;
        let hint = "a factor √α_2 in front of ε_1 scales its variance β_1 by α_2; variances add up, factors do not";
        near(
            "noise_variance_by_substitution",
            got,
            beta1 + beta2 - beta1 * beta2,
            hint,
        )?;
    }
    Ok(())
}

fn noise_directly(s: &Subject<'_>) -> TestResult {
    for (beta1, beta2) in pairs(s) {
        let got = s.two_step_expansion(beta1, beta2).noise_variance_direct;
        near(
            "noise_variance_direct",
            got,
            beta1 + beta2 - beta1 * beta2,
            "a variance: 1 - α_1·α_2, without a root",
        )?;
    }
    Ok(())
}

/// A table for betas of no named schedule.
fn table(s: &Subject<'_>, timesteps: usize) -> Result<(Vec<f64>, Vec<InductionRow>), Failure> {
    let mut inputs = s.inputs();
    let betas: Vec<f64> = (0..timesteps).map(|_| inputs.uniform(0.01, 0.3)).collect();
    let rows = s.induction_table(&betas);
    let message = "`induction_table` does not return one row for each of `betas`";
    expect::that(rows.len() == timesteps, message)
        .map_err(|failure| failure.hint("n = 1..=N; there is no row for n = 0"))?;
    Ok((betas, rows))
}

fn rows(s: &Subject<'_>) -> TestResult {
    for timesteps in [1, 2, 23] {
        let (_, rows) = table(s, timesteps)?;
        let numbered = rows.iter().zip(1..).all(|(row, n)| row.n == n);
        expect::that(numbered, "`n` does not count the steps from 1")?;
    }
    Ok(())
}

/// α_1·…·α_n for each n.
fn products(betas: &[f64]) -> Vec<f64> {
    (1..=betas.len())
        .map(|n| betas[..n].iter().map(|beta| 1.0 - beta).product())
        .collect()
}

fn signal_column(s: &Subject<'_>) -> TestResult {
    let (betas, rows) = table(s, 29)?;
    let expected = products(&betas);
    let column = |of: fn(&InductionRow) -> f64| rows.iter().map(of).collect::<Vec<_>>();
    expect::close_relative(
        "alpha_cumprod",
        &column(|row| row.alpha_cumprod),
        &expected,
        TOLERANCE,
    )
    .map_err(|failure| failure.hint("ᾱ_n = α_1·…·α_n"))?;
    expect::close_relative(
        "signal_squared",
        &column(|row| row.signal_squared),
        &expected,
        TOLERANCE,
    )
    .map_err(|failure| {
        failure.hint("each step multiplies the squared factor of x_0 by α_n, beginning at 1")
    })
}

fn noise_column(s: &Subject<'_>) -> TestResult {
    let (betas, rows) = table(s, 29)?;
    let expected: Vec<f64> = products(&betas)
        .iter()
        .map(|product| 1.0 - product)
        .collect();
    let got: Vec<f64> = rows.iter().map(|row| row.noise_squared).collect();
    expect::close_relative("noise_squared", &got, &expected, TOLERANCE)
        .map_err(|failure| failure.hint("noise²_n = α_n·noise²_{n-1} + β_n, beginning at 0"))
}

/// After thousands of tiny steps the two squares add up to 1 only up to a few units in the last place, and so does an honest
/// sum: a written 1 shows.
fn sum_column(s: &Subject<'_>) -> TestResult {
    let betas: Vec<f64> = (0..4000_u32)
        .map(|i| 1e-6 * (1.0 + f64::from(i * 7 % 11)))
        .collect();
    let rows = s.induction_table(&betas);
    expect::that(
        rows.len() == betas.len(),
        "`induction_table` does not return one row for each of `betas`",
    )?;
    let off = |row: &InductionRow| (row.sum - (row.signal_squared + row.noise_squared)).abs();
    expect::that(
        rows.iter().all(|row| off(row) <= 2.0 * f64::EPSILON),
        "`sum` is not the sum of the row's two squares",
    )
    .map_err(|failure| {
        failure
            .hint("add `signal_squared` and `noise_squared`; that it is 1 is what the table shows")
    })
}
