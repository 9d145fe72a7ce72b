use exercise::{Subject, Test, TestResult, expect};

use super::{Hint, Mistake, check, even, explain_exact, steps, table, three_steps};
use crate::film_unet::ImageNoise;

pub const IMAGE_NOISE: &[Test] = &[
    check("1a", "shapes that broadcast over images", shapes),
    check("1a", "the values of each image's t", values),
    check("1b", "the noise that is given, and no other", given),
    check("1b", "x_t of each image", jump),
];

const SWAPPED: &str = "the factors are swapped: √ᾱ_t belongs to x_0, √(1-ᾱ_t) to ε";

fn shapes(subject: &Subject<'_>) -> TestResult {
    let hint = "`reshape([batch, 1, 1, 1])`: with the shape [batch] numbers go along the columns of the images";
    for (t, batch) in [(vec![3, 1, 2, 3], 4), (vec![2], 1)] {
        let t = burn::tensor::Tensor::from_ints(t.as_slice(), &burn::tensor::Device::flex());
        let (signal, noise) = subject.coefficients(t, &three_steps());
        expect::shape("the first of the pair", &signal, [batch, 1, 1, 1]).hint(hint)?;
        expect::shape("the second of the pair", &noise, [batch, 1, 1, 1]).hint(hint)?;
    }
    Ok(())
}

fn values(subject: &Subject<'_>) -> TestResult {
    const SIGNALS: [Mistake; 5] = [
        (
            0.8,
            "the pair is swapped: signal first, or all images have the t of another one",
        ),
        (
            0.36,
            "this is ᾱ_t, expected √ᾱ_t: `schedule.sqrt_alpha_cumprod` has the roots",
        ),
        (0.75, "this is √α_t, of one step; the jump has √ᾱ_t"),
        (0.5625, "this is α_t, of one step; the jump has √ᾱ_t"),
        (
            0.96,
            "these are the values of another t: that of t stands at index t - 1",
        ),
    ];
    let (signal, noise) = subject.coefficients(steps([3, 1, 2]), &three_steps());
    let (signal, noise) = (rounded(&signal), rounded(&noise));
    let first = signal.first().copied().unwrap_or_default();
    let result = table("√ᾱ of t = 3, 1, 2", &signal, &[0.6, 0.96, 0.8]);
    explain_exact(result, first, &SIGNALS)
        .hint("`table.select(0, t - 1)` picks the value of each t")?;
    table("√(1-ᾱ) of t = 3, 1, 2", &noise, &[0.8, 0.28, 0.6])
        .hint("the second table is `schedule.sqrt_one_minus_alpha_cumprod`")
}

/// Single precision, as a person would write it.
fn rounded(tensor: &burn::tensor::Tensor<4>) -> Vec<f64> {
    let round = |x: f64| (x * 1e6).round() / 1e6;
    expect::values(tensor).into_iter().map(round).collect()
}

fn jump(subject: &Subject<'_>) -> TestResult {
    const FIRST: [Mistake; 5] = [
        (7.4, SWAPPED),
        (3.8, "x_0 is not shrunk: its factor is √ᾱ_t"),
        (
            1.48,
            "this image has the factors of another t: each image has its own",
        ),
        (2.28, "the factors are ᾱ_t and 1-ᾱ_t, expected their roots"),
        (
            9.56,
            "this image has the factors of another t: each image has its own",
        ),
    ];
    let (x0, epsilon) = (even(1.0, 3), even(3.5, 3));
    let x_t = subject.add_noise(x0, epsilon, steps([3, 1, 2]), &three_steps());
    expect::shape("x_t", &x_t, [3, 1, 2, 2])?;
    let got = expect::values(&x_t);
    let expected: Vec<f64> = [3.4, 1.94, 2.9].iter().flat_map(|&x| [x; 4]).collect();
    let result = expect::close("x_t", &got, &expected, 1e-5);
    explain_exact(result, got[0], &FIRST).hint("√ᾱ_t·x_0 + √(1-ᾱ_t)·ε, with the pair that 1a gives")
}

fn given(subject: &Subject<'_>) -> TestResult {
    const FIRST: [Mistake; 4] = [
        (0.28, SWAPPED),
        (1.0, "x_0 is not shrunk: its factor is √ᾱ_t"),
        (
            0.921_6,
            "the factors are ᾱ_t and 1-ᾱ_t, expected their roots",
        ),
        (
            0.8,
            "this image has the factors of another t: each image has its own",
        ),
    ];
    let x_t = subject.add_noise(even(1.0, 2), even(0.0, 2), steps([1, 3]), &three_steps());
    expect::shape("x_t", &x_t, [2, 1, 2, 2])?;
    let got = expect::values(&x_t);
    let expected: Vec<f64> = [0.96, 0.6].iter().flat_map(|&x| [x; 4]).collect();
    let result = expect::close("x_t with ε = 0", &got, &expected, 1e-5);
    explain_exact(result, got[0], &FIRST)
        .hint("with ε = 0 nothing but √ᾱ_t·x_0 is left: use the noise that is given, draw none")
}
