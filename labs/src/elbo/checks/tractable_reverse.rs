use burn::tensor::Tensor;
use exercise::{Subject, Test, TestResult, expect};

use super::{Hint, Mistake, explain_exact, points, step, table, three_steps};
use crate::elbo::TractableReverse;

pub const TRACTABLE_REVERSE: &[Test] = &[
    Test {
        exercise: "3a",
        name: "the weights of x_0 and x_t",
        run: posterior_mean,
    },
    Test {
        exercise: "3a",
        name: "the variance",
        run: posterior_variance,
    },
    Test {
        exercise: "3a",
        name: "t = 1 returns x_0 and 0",
        run: posterior_at_one,
    },
    Test {
        exercise: "3b",
        name: "the weights of x_0 and x_t",
        run: optimal_mean,
    },
    Test {
        exercise: "3b",
        name: "t = 1 returns x_0",
        run: optimal_mean_at_one,
    },
    Test {
        exercise: "3b",
        name: "every point has its own mean",
        run: batches,
    },
    Test {
        exercise: "3c",
        name: "three steps",
        run: optimal_variance,
    },
];

/// Weights of x_0 and x_t at t = 2 and t = 3.
const WEIGHTS: [(usize, [f64; 2]); 2] = [
    (2, [0.814_814_814_814_815, 0.181_481_481_481_481]),
    (3, [0.546_875, 0.421_875]),
];
const VARIANCES: [f64; 3] = [0.0, 0.066_543_209_876_543_2, 0.246_093_75];

const SWAPPED: &str = "the two weights are swapped: at small t the mean stays near x_0";

/// With x_0 = (1, 0) and x_t = (0, 1) the mean is the two weights.
fn weights(mean: &Tensor<2>, t: usize, expected: [f64; 2], mistakes: &[Mistake]) -> TestResult {
    let got = expect::values(mean);
    let what = format!("the weights of x_0 and x_t at t = {t}");
    // Tensors are f32: seven digits.
    let result = expect::close(&what, &got, &expected, 1e-6).map_err(|_| {
        let round = |list: &[f64]| {
            list.iter()
                .map(|x| format!("{x:.4}"))
                .collect::<Vec<_>>()
                .join(", ")
        };
        exercise::Failure::new(format!(
            "{what}: expected {}, got {}",
            round(&expected),
            round(&got)
        ))
    });
    let first = got.first().copied().unwrap_or_default();
    explain_exact(result, first, mistakes)
}

fn posterior_mean(subject: &Subject<'_>) -> TestResult {
    let mistakes: [Mistake; 3] = [
        (WEIGHTS[0].1[1], SWAPPED),
        (
            12.244_898,
            "the sum of precision times mean is still to be multiplied by the variance",
        ),
        (
            0.848_765,
            "the means are weighted with precisions: what x_0 says has the mean √ᾱ_{t-1}·x_0",
        ),
    ];
    for (t, expected) in WEIGHTS {
        let (x_t, x0) = (points([[0.0, 1.0]]), points([[1.0, 0.0]]));
        let (mean, _) = subject.posterior(x_t, x0, step(t), &three_steps());
        let mistakes: &[Mistake] = if t == 2 { &mistakes } else { &[] };
        weights(&mean, t, expected, mistakes)
            .hint("precision times mean adds up, √α_t/β_t·x_t and √ᾱ_{t-1}/(1-ᾱ_{t-1})·x_0; then multiply by the variance")?;
    }
    Ok(())
}

fn posterior_variance(subject: &Subject<'_>) -> TestResult {
    const MISTAKES: [Mistake; 3] = [
        (
            15.027_829,
            "this is the precision; the variance is one over it",
        ),
        (
            0.257_960,
            "this is the standard deviation; the variance is asked for",
        ),
        (
            0.518_4,
            "variances do not add up here, precisions do: each source of knowledge makes surer",
        ),
    ];
    for t in [2, 3] {
        let (x_t, x0) = (points([[0.0, 1.0]]), points([[1.0, 0.0]]));
        let (_, got) = subject.posterior(x_t, x0, step(t), &three_steps());
        let result = table(
            &format!("the variance at t = {t}"),
            &[got],
            &[VARIANCES[t - 1]],
        );
        let mistakes: &[Mistake] = if t == 2 { &MISTAKES } else { &[] };
        explain_exact(result, got, mistakes)
            .hint("one over the sum of the precisions α_t/β_t and 1/(1-ᾱ_{t-1})")?;
    }
    Ok(())
}

fn posterior_at_one(subject: &Subject<'_>) -> TestResult {
    let (x_t, x0) = (points([[3.0, -2.0]]), points([[1.0, 0.5]]));
    let (mean, variance) = subject.posterior(x_t, x0.clone(), step(1), &three_steps());
    expect::tensor("the mean at t = 1", &mean, &x0, 1e-6)
        .hint("1 - ᾱ_0 = 0, and one over it is infinite: return (x0, 0.0) before you divide")?;
    table("the variance at t = 1", &[variance], &[0.0])
}

fn optimal_mean(subject: &Subject<'_>) -> TestResult {
    let mistakes: [Mistake; 4] = [
        (WEIGHTS[0].1[1], SWAPPED),
        (
            0.679_012,
            "the weight of x_0 has √ᾱ_{t-1}, not √ᾱ_t: `schedule.alpha_cumprod_at(t.before())`",
        ),
        (
            0.782_222,
            "the weight of x_0 has ᾱ_{t-1}, expected its root",
        ),
        (0.293_333, "the weights are to be divided by 1 - ᾱ_t"),
    ];
    for (t, expected) in WEIGHTS {
        let (x_t, x0) = (points([[0.0, 1.0]]), points([[1.0, 0.0]]));
        let mean = subject.optimal_mean(x_t, x0, step(t), &three_steps());
        let mistakes: &[Mistake] = if t == 2 { &mistakes } else { &[] };
        weights(&mean, t, expected, mistakes)
            .hint("√ᾱ_{t-1}·β_t/(1-ᾱ_t) for x_0 and √α_t·(1-ᾱ_{t-1})/(1-ᾱ_t) for x_t")?;
    }
    Ok(())
}

fn optimal_mean_at_one(subject: &Subject<'_>) -> TestResult {
    let (x_t, x0) = (points([[3.0, -2.0]]), points([[1.0, 0.5]]));
    let mean = subject.optimal_mean(x_t, x0.clone(), step(1), &three_steps());
    expect::tensor("the mean at t = 1", &mean, &x0, 1e-5).hint(
        "ᾱ_0 = 1: `schedule.alpha_cumprod_at(t.before())` knows it, the table has no such entry",
    )
}

/// The mean is linear: that of a sum of points is the sum of their means.
fn batches(subject: &Subject<'_>) -> TestResult {
    let mut inputs = subject.inputs();
    let (x_t, x0) = (inputs.normal([5, 2]), inputs.normal([5, 2]));
    let mean =
        |x_t: Tensor<2>, x0: Tensor<2>| subject.optimal_mean(x_t, x0, step(2), &three_steps());
    let all = mean(x_t.clone(), x0.clone());
    expect::shape("the mean of 5 points", &all, [5, 2])?;
    let one = |row: usize| mean(x_t.clone().narrow(0, row, 1), x0.clone().narrow(0, row, 1));
    let each = Tensor::cat((0..5).map(one).collect(), 0);
    expect::tensor("the mean of 5 points", &all, &each, 1e-6)
        .hint("points do not influence each other")
}

fn optimal_variance(subject: &Subject<'_>) -> TestResult {
    const SECOND: [Mistake; 4] = [
        (
            0.305_556,
            "this is β_t: the ratio (1-ᾱ_{t-1})/(1-ᾱ_t) is missing",
        ),
        (
            1.403_061,
            "the ratio is upside down: 1-ᾱ_{t-1} stands above, so that the variance is below β_t",
        ),
        (
            0.257_960,
            "this is the standard deviation; the variance is asked for",
        ),
        (0.44, "ᾱ itself is used: the ratio is of 1-ᾱ_{t-1} to 1-ᾱ_t"),
    ];
    let got: Vec<f64> = (1..=3)
        .map(|t| subject.optimal_variance(step(t), &three_steps()))
        .collect();
    explain_exact(
        table("the variances at t = 1, 2, 3", &got, &VARIANCES),
        got[1],
        &SECOND,
    )
    .hint("ᾱ_{t-1} is `schedule.alpha_cumprod_at(t.before())`, with ᾱ_0 = 1")
}
