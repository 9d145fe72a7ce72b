use exercise::{Failure, Subject, Test, TestResult, expect};

use super::{Hint, explain_exact, table, three_steps};
use crate::forward::ForwardJumpDerivation;

pub const DERIVATION: &[Test] = &[
    Test {
        exercise: "3c",
        name: "both ways to the signal's factor",
        run: signal,
    },
    Test {
        exercise: "3c",
        name: "both ways to the noise's variance",
        run: variance,
    },
    Test {
        exercise: "3d",
        name: "one row for each step",
        run: rows,
    },
    Test {
        exercise: "3d",
        name: "squares of signal and noise",
        run: squares,
    },
    Test {
        exercise: "3d",
        name: "the squares add up to 1 for any betas",
        run: sums,
    },
];

/// Two steps with α_1 = 0.64 and α_2 = 0.5625, so that √(α_1·α_2) = 0.6.
const TWO: (f64, f64) = (0.36, 0.4375);

fn signal(subject: &Subject<'_>) -> TestResult {
    let got = subject.two_step_expansion(TWO.0, TWO.1);
    let pair = [got.signal_by_substitution, got.signal_direct];
    let mistakes = [
        (0.36, "this is the squared factor: take the root"),
        (
            0.396_863,
            "these are roots of the betas; the signal is shrunk by √α, α = 1 - β",
        ),
    ];
    explain_exact(
        table(
            "the signal's factors at β = 0.36, 0.4375",
            &pair,
            &[0.6, 0.6],
        ),
        pair[0],
        &mistakes,
    )
}

fn variance(subject: &Subject<'_>) -> TestResult {
    let got = subject.two_step_expansion(TWO.0, TWO.1);
    let pair = [
        got.noise_variance_by_substitution,
        got.noise_variance_direct,
    ];
    let mistakes = [
        (
            0.797_5,
            "this is β_1 + β_2: the second step also shrinks the first noise, by √α_2",
        ),
        (
            0.8,
            "this is a standard deviation; the variance is asked for",
        ),
        (
            0.707_5,
            "ε_1 is multiplied by √α_2, so its variance is α_2·β_1: no root",
        ),
        (
            0.36,
            "this is α_1·α_2, what is left of the signal's variance",
        ),
    ];
    let result = table(
        "the noise's variances at β = 0.36, 0.4375",
        &pair,
        &[0.64, 0.64],
    );
    explain_exact(
        explain_exact(result, pair[0], &mistakes),
        pair[1],
        &mistakes,
    )
}

fn rows(subject: &Subject<'_>) -> TestResult {
    let betas = [0.05; 12];
    let rows = subject.induction_table(&betas);
    expect::length("induction_table of 12 betas", &rows, 12)
        .hint("one row for each n = 1..=N; n = 0 is where the induction begins, not a row")?;
    let wrong = rows.iter().zip(1..).find(|(row, n)| row.n != *n);
    wrong.map_or(Ok(()), |(row, n)| {
        Err(Failure::new(format!(
            "row {n} says n = {}, expected {n}",
            row.n
        )))
    })
}

fn squares(subject: &Subject<'_>) -> TestResult {
    let rows = subject.induction_table(&three_steps().betas);
    let column =
        |of: fn(&crate::forward::InductionRow) -> f64| rows.iter().map(of).collect::<Vec<f64>>();
    table(
        "alpha_cumprod",
        &column(|row| row.alpha_cumprod),
        &[0.9216, 0.64, 0.36],
    )
    .hint("ᾱ_n = α_1·…·α_n with α = 1 - β")?;
    table(
        "signal_squared",
        &column(|row| row.signal_squared),
        &[0.9216, 0.64, 0.36],
    )
    .hint("the square of the factor: each step multiplies it by α_n, no root")?;
    table(
        "noise_squared",
        &column(|row| row.noise_squared),
        &[0.0784, 0.36, 0.64],
    )
    .hint("each step multiplies the old noise² by α_n and adds β_n")
}

fn sums(subject: &Subject<'_>) -> TestResult {
    let mut inputs = subject.inputs();
    let betas: Vec<f64> = (0..20).map(|_| inputs.uniform(0.01, 0.5)).collect();
    let sums: Vec<f64> = subject
        .induction_table(&betas)
        .iter()
        .map(|row| row.sum)
        .collect();
    expect::close("sum", &sums, &[1.0; 20], 1e-9)
        .hint("sum is signal_squared + noise_squared of the same row")
}
