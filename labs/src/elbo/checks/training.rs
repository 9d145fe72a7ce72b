use burn::tensor::{Device, Tensor};
use exercise::{Failure, Subject, Test, TestResult, expect};

use super::{Hint, MANY, Mistake, copies, explain_within, three_steps};
use crate::elbo::{NoiseMlp, SimpleTraining};

pub const TRAINING: &[Test] = &[
    Test {
        exercise: "4d",
        name: "a network that predicts 0 costs 2",
        run: zero,
    },
    Test {
        exercise: "4d",
        name: "the noise is the target, and the very one in x_t",
        run: target,
    },
    Test {
        exercise: "4d",
        name: "every point has its own t, each equally likely",
        run: timesteps,
    },
    Test {
        exercise: "4d",
        name: "the jump has the factors of its t",
        run: jump,
    },
    Test {
        exercise: "4d",
        name: "the gradient reaches the network",
        run: gradient,
    },
];

const NEVER_LAST: &str =
    "t = T never occurs: `Distribution::Uniform(1.0, T + 1)` leaves its upper end out";

const ONE_TIME: &str = "all points have the same t: draw `[batch]` timesteps, one for each point";

fn affine(weight: f32, time_weight: f32, bias: [f32; 2]) -> NoiseMlp {
    NoiseMlp::affine(weight, time_weight, bias, 3, &Device::flex())
}

fn loss(subject: &Subject<'_>, model: &NoiseMlp, x0: [f32; 2]) -> Result<f64, Failure> {
    let loss = subject.simple_loss(model, copies(x0, MANY), &three_steps());
    let got = expect::values(&loss);
    expect::length("the loss", &got, 1)?;
    expect::finite("the loss", &got)?;
    Ok(got[0])
}

/// The loss is a mean over [`MANY`] points of terms with this mean and standard deviation.
fn mean_of(what: &str, got: f64, (mean, std): (f64, f64), mistakes: &[Mistake]) -> TestResult {
    let error = std / (MANY as f64).sqrt();
    let off = (got - mean) / error;
    let result = expect::that(
        off.abs() <= expect::STANDARD_ERRORS,
        format!("{what}: expected {mean:.2} ± {error:.2}, got {got:.2}"),
    );
    explain_within(result, got, mistakes, 0.08)
}

fn zero(subject: &Subject<'_>) -> TestResult {
    let got = loss(subject, &affine(0.0, 0.0, [0.0; 2]), [3.0, -3.0])?;
    let mistakes = [
        (
            1.0,
            "this is the mean over the coordinates, too: ‖·‖² sums over both, the mean runs over the points",
        ),
        (
            2.0 * MANY as f64,
            "this is the sum over the batch, expected the mean",
        ),
        (18.0, "the target looks like x_0, expected the noise"),
    ];
    // ‖ε‖² is chi-square with 2 degrees of freedom: mean 2, standard deviation 2.
    mean_of(
        "the loss of a network that predicts 0",
        got,
        (2.0, 2.0),
        &mistakes,
    )
    .hint("the mean over the points of ‖ε - ε_θ‖²")
}

fn target(subject: &Subject<'_>) -> TestResult {
    // With x_0 = 0 and ε_θ = x_t the error is (1 - √(1-ᾱ_t))·ε: 2·mean(0.72², 0.4², 0.2²).
    let got = loss(subject, &affine(1.0, 0.0, [0.0; 2]), [0.0, 0.0])?;
    let mistakes = [
        (
            2.719,
            "the noise in x_t and the noise that is the target are two draws: draw ε once and keep it",
        ),
        (1.036_8, ONE_TIME),
        (0.32, ONE_TIME),
        (0.08, ONE_TIME),
        (0.678, NEVER_LAST),
        (0.0, "the target looks like x_t, expected the noise in it"),
    ];
    mean_of(
        "the loss of a network that answers x_t, for x_0 = 0",
        got,
        (0.478_933, 0.75),
        &mistakes,
    )
    .hint("ε_θ is compared with the noise that is in x_t, both unscaled")
}

fn timesteps(subject: &Subject<'_>) -> TestResult {
    // ε_θ = 10·t/T in both coordinates: 2 + 200·(t/T)², whose mean over t = 1, 2, 3 is 105.7.
    let got = loss(subject, &affine(0.0, 10.0, [0.0; 2]), [0.0, 0.0])?;
    let mistakes = [
        (24.222, ONE_TIME),
        (90.889, ONE_TIME),
        (202.0, "all points have t = T: draw t for each point"),
        (57.556, NEVER_LAST),
    ];
    mean_of(
        "the loss of a network that answers 10·t/T",
        got,
        (105.703, 77.0),
        &mistakes,
    )
    .hint("t is uniform over 1..=T, and the network gets the t of its point")
}

fn jump(subject: &Subject<'_>) -> TestResult {
    // ε_θ = x_t with ‖x_0‖² = 200: 0.479 + 200·ᾱ_t, whose mean over t is 128.6.
    let got = loss(subject, &affine(1.0, 0.0, [0.0; 2]), [10.0, -10.0])?;
    let mistakes = [
        (200.479, "x_0 is not shrunk: its factor is √ᾱ_t"),
        (93.5, "the factors are ᾱ_t and 1-ᾱ_t, expected their roots"),
    ];
    mean_of(
        "the loss of a network that answers x_t, for ‖x_0‖² = 200",
        got,
        (128.586, 49.0),
        &mistakes,
    )
    .hint("√ᾱ_t of each point is `coefficients(&schedule.sqrt_alpha_cumprod, &t)`, `[batch, 1]`")
}

fn gradient(subject: &Subject<'_>) -> TestResult {
    let model = affine(0.0, 0.0, [3.0, 4.0]);
    let one = Tensor::<1>::ones([1], &Device::flex());
    let (_, gradient) = subject.with_gradient(0, &one, |s| {
        s.simple_loss(&model, copies([0.0, 0.0], MANY), &three_steps())
    });
    let hint = "compare tensors with burn's operations alone; a detach, or a number taken out, cuts the graph";
    // The network's last bias is the sixth float tensor of the call; ∂/∂b of ‖ε - b‖² is 2·(b - ε).
    match gradient.of::<1>(5)? {
        None => expect::that(false, "no gradient reaches the network"),
        Some(got) => expect::close("∂loss/∂bias", &expect::values(&got), &[6.0, 8.0], 0.04),
    }
    .hint(hint)
}
