use burn::tensor::{Device, Tensor};
use diffusion::Step;
use exercise::{Subject, Test, TestResult, expect};

use super::{Hint, Mistake, ROOTS, explain_exact, three_steps};
use crate::ddpm::ReverseSampling;

pub const REVERSE_SAMPLING: &[Test] = &[
    Test {
        exercise: "4a",
        name: "the factors of x_t and ε̂",
        run: factors,
    },
    Test {
        exercise: "4a",
        name: "the true noise leads from x_1 to x_0",
        run: first_step,
    },
    Test {
        exercise: "4b",
        name: "the mean of 4a, and √β_t·z",
        run: noise,
    },
    Test {
        exercise: "4b",
        name: "no noise at t = 1",
        run: last_step,
    },
];

/// Step `t` of the three.
fn step(t: usize) -> Step {
    Step::new(t, 3).unwrap_or(Step::FIRST)
}

fn pixel(value: f32) -> Tensor<4> {
    Tensor::full([1, 1, 1, 1], value, &Device::flex())
}

fn number(what: &str, got: &Tensor<4>, expected: f64, mistakes: &[Mistake]) -> TestResult {
    expect::shape(what, got, [1, 1, 1, 1])?;
    let got = expect::values(got)[0];
    let close = (got - expected).abs() < 1e-5;
    let result = expect::that(
        close,
        format!("{what}: expected {expected:.4}, got {got:.4}"),
    );
    explain_exact(result, got, mistakes)
}

fn factors(subject: &Subject<'_>) -> TestResult {
    const SIGNAL: [Mistake; 3] = [
        (
            1.25,
            "x_t is divided by √ᾱ_t: that leads back to x_0. One step back divides by √α_t",
        ),
        (1.44, "x_t is divided by α_t, expected √α_t"),
        (1.0, "all of it is still to be divided by √α_t"),
    ];
    const NOISE: [Mistake; 6] = [
        (
            -0.72,
            "the factor of ε̂ is √(1-ᾱ_t): that removes all of the noise. One step removes β_t/√(1-ᾱ_t)",
        ),
        (
            -0.366_667,
            "the factor of ε̂ is β_t: it is to be divided by √(1-ᾱ_t)",
        ),
        (
            -1.018_519,
            "the factor of ε̂ is β_t/(1-ᾱ_t), expected β_t/√(1-ᾱ_t)",
        ),
        (
            -1.105_542,
            "the factor of ε̂ is √β_t/√(1-ᾱ_t), expected β_t/√(1-ᾱ_t)",
        ),
        (0.611_111, "the sign is wrong: noise is taken away"),
        (-0.509_259, "the noise is to be divided by √α_t, too"),
    ];
    let mean = |x: f32, noise: f32, t: usize| {
        subject.reverse_mean(pixel(x), pixel(noise), step(t), &three_steps())
    };
    let formula = "(x_t - β_t/√(1-ᾱ_t)·ε̂)/√α_t";
    number(
        "the factor of x_t at t = 2",
        &mean(1.0, 0.0, 2),
        1.2,
        &SIGNAL,
    )
    .hint(formula)?;
    let expected = -0.611_111_111;
    number(
        "the factor of ε̂ at t = 2",
        &mean(0.0, 1.0, 2),
        expected,
        &NOISE,
    )
    .hint(formula)?;
    let index = "the tables have the value of step t at `t.index()`";
    number(
        "the factor of x_t at t = 3",
        &mean(1.0, 0.0, 3),
        4.0 / 3.0,
        &[],
    )
    .hint(index)?;
    let expected = -0.729_166_667;
    number(
        "the factor of ε̂ at t = 3",
        &mean(0.0, 1.0, 3),
        expected,
        &[],
    )
    .hint(index)
}

fn first_step(subject: &Subject<'_>) -> TestResult {
    let mut inputs = subject.inputs();
    let (x0, epsilon) = (
        inputs.uniform_tensor([2, 1, 4, 3], -1.0, 1.0),
        inputs.normal([2, 1, 4, 3]),
    );
    let (signal, noise) = ROOTS[0];
    let x_1 = x0.clone() * signal + epsilon.clone() * noise;
    let got = subject.reverse_mean(x_1, epsilon, step(1), &three_steps());
    expect::tensor("the mean at t = 1", &got, &x0, 1e-5)
        .hint("at t = 1 one step back is all the way: β_1/√(1-ᾱ_1) = √(1-ᾱ_1) and √α_1 = √ᾱ_1")
}

fn noise(subject: &Subject<'_>) -> TestResult {
    const SPREADS: [Mistake; 5] = [
        (
            0.305_555_6,
            "the factor of z is β_t, a variance: expected √β_t",
        ),
        (0.6, "the factor of z is √(1-ᾱ_t), expected √β_t"),
        (
            0.257_96,
            "the factor of z is the posterior's standard deviation, which is a choice, too; here it is √β_t",
        ),
        (
            0.0,
            "no noise is added at t = 2: only the last step, t = 1, has none",
        ),
        (
            0.663_325,
            "the noise is divided by √α_t together with the mean: add it afterwards",
        ),
    ];
    let back = |x: f32, noise: f32, z: f32, t: usize| {
        subject.reverse_step(pixel(x), pixel(noise), step(t), pixel(z), &three_steps())
    };
    let mean = "the mean is that of 4a: call `self.reverse_mean`";
    number(
        "the factor of x_t at t = 2",
        &back(1.0, 0.0, 0.0, 2),
        1.2,
        &[],
    )
    .hint(mean)?;
    let expected = -0.611_111_111;
    number(
        "the factor of ε̂ at t = 2",
        &back(0.0, 1.0, 0.0, 2),
        expected,
        &[],
    )
    .hint(mean)?;
    let expected = (11.0_f64 / 36.0).sqrt();
    number(
        "the factor of z at t = 2",
        &back(0.0, 0.0, 1.0, 2),
        expected,
        &SPREADS,
    )?;
    let expected = 0.4375_f64.sqrt();
    number(
        "the factor of z at t = 3",
        &back(0.0, 0.0, 1.0, 3),
        expected,
        &[],
    )
    .hint("T has noise, too: only t = 1 has none; β_t stands at `t.index()`")
}

fn last_step(subject: &Subject<'_>) -> TestResult {
    let got = subject.reverse_step(pixel(0.48), pixel(0.0), step(1), pixel(3.0), &three_steps());
    let with_noise = 0.5 + 3.0 * 0.0784_f64.sqrt();
    let mistakes = [(
        with_noise,
        "√β_1·z was added in the last step: nobody comes after it to take the noise away",
    )];
    number("x_0 from x_1 = 0.48, ε̂ = 0 and z = 3", &got, 0.5, &mistakes)
        .hint("at t = 1 return the mean alone")
}
