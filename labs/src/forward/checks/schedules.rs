use exercise::{Failure, Subject, Test, TestResult, expect};

use super::{Hint, Mistake, explain_exact, table, three_steps};
use crate::forward::NoiseSchedules;

pub const SCHEDULES: &[Test] = &[
    Test {
        exercise: "2a",
        name: "five even steps",
        run: linear_table,
    },
    Test {
        exercise: "2a",
        name: "a schedule of one step",
        run: linear_of_one,
    },
    Test {
        exercise: "2a",
        name: "a thousand steps inside (0, 1)",
        run: linear_of_a_thousand,
    },
    Test {
        exercise: "2b",
        name: "four steps",
        run: cosine_table,
    },
    Test {
        exercise: "2b",
        name: "the clip at 0.999",
        run: cosine_clip,
    },
    Test {
        exercise: "2b",
        name: "half of the signal at half time",
        run: cosine_half_time,
    },
    Test {
        exercise: "2c",
        name: "one decade for each step",
        run: exponential_table,
    },
    Test {
        exercise: "2c",
        name: "a schedule of one step",
        run: exponential_of_one,
    },
    Test {
        exercise: "2c",
        name: "neighbours have one ratio",
        run: exponential_ratio,
    },
    Test {
        exercise: "2d",
        name: "all tables of three steps",
        run: tables,
    },
    Test {
        exercise: "2d",
        name: "a thousand equal steps",
        run: long_product,
    },
];

const ZERO_BASED: &str = "timesteps are 1-based: t = 1 gets beta_start and t = T gets beta_end, so the fraction is (t - 1)/(T - 1)";

/// Every beta lies inside (0, 1), and there are `timesteps` of them.
fn inside(betas: &[f64], timesteps: usize) -> TestResult {
    expect::length("betas", betas, timesteps)?;
    let first_bad = betas.iter().position(|beta| !(*beta > 0.0 && *beta < 1.0));
    first_bad.map_or(Ok(()), |i| {
        Err(Failure::new(format!(
            "β at t = {} is {}, expected inside (0, 1)",
            i + 1,
            betas[i]
        )))
    })
}

fn linear_table(subject: &Subject<'_>) -> TestResult {
    const SECOND: [Mistake; 3] = [
        (0.3, ZERO_BASED),
        (
            0.18,
            "the last value misses beta_end: T values have T - 1 gaps between them",
        ),
        (0.26, ZERO_BASED),
    ];
    let got = subject.linear(5, 0.1, 0.5);
    let second = got.get(1).copied().unwrap_or_default();
    explain_exact(
        table("linear(5, 0.1, 0.5)", &got, &[0.1, 0.2, 0.3, 0.4, 0.5]),
        second,
        &SECOND,
    )
}

fn linear_of_one(subject: &Subject<'_>) -> TestResult {
    one_step("linear(1, 0.1, 0.5)", &subject.linear(1, 0.1, 0.5))
}

fn exponential_of_one(subject: &Subject<'_>) -> TestResult {
    one_step(
        "exponential(1, 0.1, 0.5)",
        &subject.exponential(1, 0.1, 0.5),
    )
}

fn one_step(call: &str, got: &[f64]) -> TestResult {
    table(call, got, &[0.1]).hint("with T = 1 the fraction (t - 1)/(T - 1) is 0/0")
}

fn linear_of_a_thousand(subject: &Subject<'_>) -> TestResult {
    let betas = subject.linear(1000, 1e-4, 0.02);
    inside(&betas, 1000)?;
    let sum: f64 = betas.iter().sum();
    expect::close_relative(
        "the sum of linear(1000, 1e-4, 0.02)",
        &[sum],
        &[10.05],
        1e-9,
    )
}

fn cosine_table(subject: &Subject<'_>) -> TestResult {
    const FIRST: [Mistake; 5] = [
        (0.847_012, "these are ᾱ_t; β_t = 1 - ᾱ_t/ᾱ_{t-1}"),
        (
            0.153_119,
            "at t = 1 the ratio is f(1)/f(0): f(0) is not quite 1",
        ),
        (0.079_667, "f is the square of the cosine"),
        (0.146_447, "the offset s is missing from the angle"),
        (
            0.000_155,
            "f(t) belongs to t = 1..=T: your first angle is that of t = 0",
        ),
    ];
    let got = subject.cosine(4, 0.008);
    let first = got.first().copied().unwrap_or_default();
    let expected = [
        0.152_987_838_673_095_3,
        0.416_958_087_511_994_26,
        0.707_858_712_397_163_4,
        0.999,
    ];
    let result = explain_exact(table("cosine(4, 0.008)", &got, &expected), first, &FIRST);
    let last = got.last().copied().unwrap_or_default();
    explain_exact(
        result,
        last,
        &[(
            1.0,
            "at t = T nothing of the signal is left, so β_T = 1: clip at 0.999",
        )],
    )
}

fn cosine_clip(subject: &Subject<'_>) -> TestResult {
    let betas = subject.cosine(1000, 0.008);
    inside(&betas, 1000)?;
    let clipped = betas.iter().filter(|beta| **beta >= 0.999).count();
    expect::that(
        clipped == 1,
        format!("{clipped} of 1000 betas are at the clip or above, expected the last one only"),
    )
}

fn cosine_half_time(subject: &Subject<'_>) -> TestResult {
    let betas = subject.cosine(1000, 0.008);
    inside(&betas, 1000)?;
    let left: f64 = betas[..500].iter().map(|beta| 1.0 - beta).product();
    expect::close(
        "ᾱ_500 of cosine(1000, 0.008)",
        &[left],
        &[0.493_843_590_440_637_75],
        1e-9,
    )
    .hint("the offset s shifts the angle for every t: ((t/T + s)/(1 + s))·π/2")
}

fn exponential_table(subject: &Subject<'_>) -> TestResult {
    const SECOND: [Mistake; 3] = [
        (
            0.033_4,
            "these steps are even in β; they should be even in ln β",
        ),
        (0.01, ZERO_BASED),
        (
            5.623e-4,
            "the last value misses beta_end: T values have T - 1 gaps between them",
        ),
    ];
    let got = subject.exponential(4, 1e-4, 0.1);
    let second = got.get(1).copied().unwrap_or_default();
    explain_exact(
        table(
            "exponential(4, 0.0001, 0.1)",
            &got,
            &[1e-4, 1e-3, 1e-2, 1e-1],
        ),
        second,
        &SECOND,
    )
}

fn exponential_ratio(subject: &Subject<'_>) -> TestResult {
    let betas = subject.exponential(200, 1e-4, 0.02);
    inside(&betas, 200)?;
    let ratios: Vec<f64> = betas.windows(2).map(|pair| pair[1] / pair[0]).collect();
    expect::close("β_{t+1}/β_t", &ratios, &vec![ratios[0]; 199], 1e-9)?;
    expect::close("the ends", &[betas[0], betas[199]], &[1e-4, 0.02], 1e-9)
}

fn tables(subject: &Subject<'_>) -> TestResult {
    let expected = three_steps();
    let got = subject.precompute(&expected.betas);
    table("betas", &got.betas, &expected.betas)?;
    table("alphas", &got.alphas, &expected.alphas).hint("α = 1 - β")?;
    table("alpha_cumprod", &got.alpha_cumprod, &expected.alpha_cumprod)
        .hint("ᾱ_t is the product of α_1 to α_t, not a sum and not α_t alone")?;
    table(
        "sqrt_alpha_cumprod",
        &got.sqrt_alpha_cumprod,
        &expected.sqrt_alpha_cumprod,
    )
    .hint("the root of ᾱ_t, not of α_t")?;
    table(
        "sqrt_one_minus_alpha_cumprod",
        &got.sqrt_one_minus_alpha_cumprod,
        &expected.sqrt_one_minus_alpha_cumprod,
    )
    .hint("√(1 - ᾱ_t): first the difference, then the root; ᾱ, not α")
}

fn long_product(subject: &Subject<'_>) -> TestResult {
    let got = subject.precompute(&[0.01; 1000]);
    expect::length("alpha_cumprod", &got.alpha_cumprod, 1000)?;
    let some = [
        got.alpha_cumprod[0],
        got.alpha_cumprod[99],
        got.alpha_cumprod[999],
    ];
    expect::close_relative(
        "ᾱ of 1000 steps with β = 0.01",
        &some,
        &[0.99, 0.366_032_341_273_229_2, 4.317_124_741_065_786e-5],
        1e-9,
    )
}
