use burn::tensor::Tensor;
use diffusion::Schedule;
use exercise::{Failure, Subject, Test, TestResult, expect};

use super::{Hint, Mistake, check, even, explain_exact, explain_within, moments, three_steps};
use crate::film_unet::{AffineNoise, AncestralSampling};

pub const ANCESTRAL_SAMPLING: &[Test] = &[
    check("4a", "the last step brings no noise", last_step),
    check("4a", "three steps with a network that predicts 0", means),
    check("4a", "how much noise three steps leave", spread),
    check("4a", "the network is told the step", told),
    check("4a", "every pixel has its own noise", own_noise),
];

/// x_0 drawn from images that are all `x`, under a network that answers `time`·t + `bias`.
fn sampled(
    subject: &Subject<'_>,
    x: Tensor<4>,
    schedule: &Schedule,
    time: f64,
    bias: f64,
) -> Result<Vec<f64>, Failure> {
    let network = AffineNoise::new(0.0, time, bias).into();
    let got = subject.sample(&network, x.clone(), schedule);
    expect::shape("the images", &got, x.dims())
        .hint("return the images x_0 alone, shaped like the noise")?;
    let got = expect::values(&got);
    expect::finite("the images", &got)
        .hint("at t = 1 the variance is 0, and its root, too: mind what you divide by")?;
    Ok(got)
}

fn first_step() -> Schedule {
    let Schedule { betas, .. } = three_steps();
    crate::film_unet::schedule(&betas[..1]).unwrap_or_else(|_| three_steps())
}

fn last_step(subject: &Subject<'_>) -> TestResult {
    const MISTAKES: [Mistake; 4] = [
        (
            2.0,
            "nothing was done: a schedule of one step still has the step t = 1",
        ),
        (
            1.804,
            "the noise is taken away whole, √(1-ᾱ_t): expected its share β_t/√(1-ᾱ_t)",
        ),
        (1.72, "the division by √α_t is missing"),
        (2.083_333, "the predicted noise is not taken away"),
    ];
    let got = sampled(subject, even(2.0, 3), &first_step(), 0.0, 1.0)?;
    let result = expect::close("x_0 of x_1 = 2 with ε_θ = 1", &got, &[1.791_667; 12], 1e-4);
    let even = got.iter().all(|x| (x - got[0]).abs() < 1e-6);
    let result = if even {
        explain_exact(result, got[0], &MISTAKES)
    } else {
        result
    };
    result.hint(
        "at t = 1 the result is the mean (x_1 - β_1/√(1-ᾱ_1)·ε_θ)/√α_1, without noise: σ_1 = 0",
    )
}

fn means(subject: &Subject<'_>) -> TestResult {
    const MISTAKES: [Mistake; 4] = [
        (
            1.6,
            "a step is missing: the loop runs down to t = 1 inclusive",
        ),
        (
            1.25,
            "a step is missing: the loop begins at t = T inclusive",
        ),
        (2.170_139, "divided by √ᾱ_t: a step divides by √α_t"),
        (1.0, "the division by √α_t is missing"),
    ];
    let got = sampled(subject, even(1e6, 4), &three_steps(), 0.0, 0.0)?;
    let got: Vec<f64> = got.iter().map(|x| x / 1e6).collect();
    let result = expect::close("x_0/x_3 with ε_θ = 0", &got, &[1.0 / 0.6; 16], 1e-4);
    explain_exact(result, got[0], &MISTAKES)
        .hint("each of the steps t = 3, 2, 1 divides by √α_t: together by √ᾱ_3 = 0.6")
}

fn noise(subject: &Subject<'_>) -> Result<Vec<f64>, Failure> {
    sampled(subject, even(0.0, 2048), &three_steps(), 0.0, 0.0)
}

fn spread(subject: &Subject<'_>) -> TestResult {
    const MISTAKES: [Mistake; 6] = [
        (0.0, "no noise was added"),
        (
            1.007_5,
            "the variance is β_t, expected (1-ᾱ_{t-1})/(1-ᾱ_t)·β_t",
        ),
        (
            1.045_7,
            "the variance is β_t, in the last step, too; expected (1-ᾱ_{t-1})/(1-ᾱ_t)·β_t",
        ),
        (0.315_3, "σ_t² is a variance: its root multiplies z"),
        (
            0.438_6,
            "z comes before the mean is divided by √α_t, or a step has no noise",
        ),
        (
            1.118,
            "the noise of every step is the same: draw z anew in each step",
        ),
    ];
    let got = noise(subject)?;
    let (_, std) = moments(&got);
    let result = expect::normal_draws("x_0 of x_3 = 0 with ε_θ = 0", &got, 0.0, 0.675_814);
    explain_within(result, std, &MISTAKES, 0.02)
        .hint("add σ_t·z with σ_t² = (1-ᾱ_{t-1})/(1-ᾱ_t)·β_t and z ~ N(0, I)")
}

fn told(subject: &Subject<'_>) -> TestResult {
    const MISTAKES: [Mistake; 4] = [
        (
            -2.459_5,
            "the network is told t - 1: timesteps run from 1 to T, only indices from 0",
        ),
        (4.299_2, "the predicted noise is added: it is taken away"),
        (0.0, "the predicted noise is not taken away"),
        (-2.6, "the steps run upwards: the first one is t = T"),
    ];
    let got = sampled(subject, even(0.0, 2048), &three_steps(), 1.0, 0.0)?;
    let (mean, _) = moments(&got);
    let result = expect::normal_draws("x_0 of x_3 = 0 with ε_θ = t", &got, -4.299_190, 0.675_814);
    explain_within(result, mean, &MISTAKES, 0.02)
        .hint("`network.predict(x, t)` is told the t of the step, once for each image")
}

fn own_noise(subject: &Subject<'_>) -> TestResult {
    let got = noise(subject)?;
    let pixel = |i: usize| -> Vec<f64> { got.iter().skip(i).step_by(4).copied().collect() };
    expect::uncorrelated("two pixels of an image", &pixel(0), &pixel(1))
        .hint("z has the whole shape of the images: `x.random_like(…)`")?;
    let (first, second) = got.split_at(got.len() / 2);
    expect::uncorrelated("different images", first, second)
        .hint("z has the whole shape of the images, not one image's for all")?;
    let again = noise(subject)?;
    expect::uncorrelated("two calls", &got, &again)
        .hint("draw z anew; do not seed the device in a body")
}
