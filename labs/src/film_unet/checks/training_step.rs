use burn::tensor::{Device, Tensor};
use exercise::{Failure, Subject, Test, TestResult, expect};

use super::{Hint, Mistake, check, even, explain_exact, explain_within, three_steps};
use crate::film_unet::{AffineNoise, Network, TrainingStep};

pub const TRAINING_STEP: &[Test] = &[
    check("3a", "a network that predicts 0 costs 1", zero),
    check(
        "3a",
        "the noise is the target, and the very one in x_t",
        target,
    ),
    check(
        "3a",
        "every image has its own t, each equally likely",
        timesteps,
    ),
    check("3a", "the jump has the factors of its t", jump),
    check("3a", "every image has the weight of its t", weights),
    check("3a", "the gradient reaches the network", gradient),
    check("3b", "gradients 3 and 4 make a step of 5", five),
    check("3b", "short steps stay as they are", short),
];

/// Images in checks of means.
const MANY: usize = 2048;

const NEVER_LAST: &str =
    "t = T never occurs: `Distribution::Uniform(1.0, T + 1)` leaves its upper end out";

const ONE_TIME: &str = "all images have the same t: draw `[batch]` timesteps, one for each image";

const PLAIN: [f64; 3] = [1.0; 3];

fn loss(
    subject: &Subject<'_>,
    network: AffineNoise,
    x0: f64,
    weights: &[f64],
) -> Result<f64, Failure> {
    let network = Network::from(network);
    let loss = subject.train_step(&network, even(x0, MANY), &three_steps(), weights);
    let got = expect::values(&loss);
    expect::length("the loss", &got, 1)
        .hint("the loss of the whole batch is one number, a tensor [1]")?;
    expect::finite("the loss", &got)?;
    Ok(got[0])
}

/// The loss is a mean over [`MANY`] images of terms with this mean and standard deviation.
fn mean_of(what: &str, got: f64, (mean, std): (f64, f64), mistakes: &[Mistake]) -> TestResult {
    let error = std / (MANY as f64).sqrt();
    let off = (got - mean) / error;
    let result = expect::that(
        off.abs() <= expect::STANDARD_ERRORS,
        format!("{what}: expected {mean:.3} ± {error:.3}, got {got:.3}"),
    );
    explain_within(result, got, mistakes, 0.08)
}

fn zero(subject: &Subject<'_>) -> TestResult {
    let got = loss(subject, AffineNoise::new(0.0, 0.0, 0.0), 3.0, &PLAIN)?;
    let mistakes = [
        (
            4.0,
            "this is the sum over the pixels of an image, expected their mean",
        ),
        (
            MANY as f64,
            "this is the sum over the batch, expected the mean",
        ),
        (9.0, "the target looks like x_0, expected the noise"),
        (
            2.0,
            "noise drawn twice, or added to itself: ε is drawn once",
        ),
    ];
    mean_of(
        "the loss of a network that predicts 0",
        got,
        (1.0, 0.71),
        &mistakes,
    )
    .hint("the mean over batch and pixels of (ε - ε_θ)²")
}

fn target(subject: &Subject<'_>) -> TestResult {
    // With x_0 = 0 and ε_θ = x_t the error is (1 - √(1-ᾱ_t))·ε: the mean of 0.72², 0.4² and 0.2².
    let got = loss(subject, AffineNoise::new(1.0, 0.0, 0.0), 0.0, &PLAIN)?;
    let mistakes = [
        (
            1.359,
            "the noise in x_t and the noise that is the target are two draws: draw ε once and keep it",
        ),
        (0.518, ONE_TIME),
        (0.16, ONE_TIME),
        (0.04, ONE_TIME),
        (0.339, NEVER_LAST),
        (0.0, "the target looks like x_t, expected the noise in it"),
        (1.0, "the clean image goes into the network, expected x_t"),
    ];
    mean_of(
        "the loss of a network that answers x_t, for x_0 = 0",
        got,
        (0.239_467, 0.3),
        &mistakes,
    )
    .hint("ε_θ is compared with the noise that is in x_t, both unscaled")
}

fn timesteps(subject: &Subject<'_>) -> TestResult {
    // ε_θ = t: 1 + t², whose mean over t = 1, 2, 3 is 5.67.
    let got = loss(subject, AffineNoise::new(0.0, 1.0, 0.0), 0.0, &PLAIN)?;
    let mistakes = [
        (2.0, ONE_TIME),
        (5.0, ONE_TIME),
        (10.0, ONE_TIME),
        (3.5, NEVER_LAST),
        (
            2.667,
            "the network is told t - 1: timesteps run from 1 to T, only indices from 0",
        ),
    ];
    mean_of(
        "the loss of a network that answers t",
        got,
        (5.667, 4.0),
        &mistakes,
    )
    .hint("t is uniform over 1..=T, and the network gets the t of its image")
}

fn jump(subject: &Subject<'_>) -> TestResult {
    // ε_θ = x_t with x_0 = 8: 0.24 + 64·ᾱ_t, whose mean over t is 41.2.
    let got = loss(subject, AffineNoise::new(1.0, 0.0, 0.0), 8.0, &PLAIN)?;
    let mistakes = [
        (64.24, "x_0 is not shrunk: its factor is √ᾱ_t"),
        (30.1, "the factors are ᾱ_t and 1-ᾱ_t, expected their roots"),
        (
            46.34,
            "the factors are those of one step, √α_t: the jump has √ᾱ_t",
        ),
    ];
    mean_of("the loss of a network that answers x_t, for x_0 = 8", got, (41.234, 15.5), &mistakes)
        .hint("1a's pair of each image, from `schedule.sqrt_alpha_cumprod` and `schedule.sqrt_one_minus_alpha_cumprod`")
}

fn weights(subject: &Subject<'_>) -> TestResult {
    // w_t·(1 + t²) is 12, 1.25 and 10.
    let got = loss(
        subject,
        AffineNoise::new(0.0, 1.0, 0.0),
        0.0,
        &[6.0, 0.25, 1.0],
    )?;
    let mistakes = [
        (5.667, "the weights are not used"),
        (
            13.694,
            "every image has the mean weight, expected that of its own t",
        ),
        (
            3.207,
            "the sum is divided by the weights, expected by the number of images",
        ),
        (
            4.0,
            "w_t is taken at index t: that of t stands at index t - 1",
        ),
    ];
    mean_of(
        "the loss under the weights 6, 0.25, 1",
        got,
        (7.75, 6.6),
        &mistakes,
    )
    .hint("each image's mean squared error times w_t of its t, and then the mean over the batch")
}

fn gradient(subject: &Subject<'_>) -> TestResult {
    let network = AffineNoise::new(0.0, 0.0, 0.0)
        .with_bias(even(3.0, 1))
        .into();
    let one = Tensor::<1>::ones([1], &Device::flex());
    let (_, gradient) = subject.with_gradient(0, &one, |s| {
        s.train_step(&network, even(0.0, MANY), &three_steps(), &PLAIN)
    });
    let hint = "compare tensors with burn's operations alone; a detach, or a number taken out, cuts the graph";
    // The network's bias is the third float tensor of the call; ∂/∂b of the mean of (b - ε)² over 4 pixels is 2·3/4.
    match gradient.of::<4>(2)? {
        None => expect::that(false, "no gradient reaches the network"),
        Some(got) => expect::close("∂loss/∂bias", &expect::values(&got), &[1.5; 4], 0.04),
    }
    .hint(hint)
}

fn five(subject: &Subject<'_>) -> TestResult {
    const MISTAKES: [Mistake; 5] = [
        (
            1.0 / 7.0,
            "the norms are added: the joint norm is √(3² + 4²) = 5",
        ),
        (
            0.25,
            "only the largest norm counts: the joint norm is √(3² + 4²) = 5",
        ),
        (
            0.04,
            "the root is missing: the joint norm is √(3² + 4²) = 5",
        ),
        (
            5.0,
            "this is the norm, or the factor turned over: expected max_norm/norm",
        ),
        (1.0, "a step of 5 is longer than 1: its factor is 1/5"),
    ];
    let got = subject.clip_factor(&[3.0, 4.0], 1.0);
    let result = expect::that(
        (got - 0.2).abs() < 1e-9,
        format!("norms 3 and 4, at most 1: expected 0.2, got {got:.4}"),
    );
    explain_exact(result, got, &MISTAKES)
        .hint("max_norm/norm where the joint norm is larger than max_norm")?;
    let got = subject.clip_factor(&[3.0, 4.0], 2.5);
    expect::that(
        (got - 0.5).abs() < 1e-9,
        format!("norms 3 and 4, at most 2.5: expected 0.5, got {got:.4}"),
    )
    .hint("the limit is `max_norm`, not always 1")
}

fn short(subject: &Subject<'_>) -> TestResult {
    for norms in [&[0.3, 0.4][..], &[0.0, 0.0], &[]] {
        let got = subject.clip_factor(norms, 1.0);
        expect::that(got == 1.0, format!("norms {norms:?}, at most 1: expected 1, got {got:.4}"))
            .hint("what is short enough stays as it is, and is not made longer; a norm of 0 is short enough")?;
    }
    Ok(())
}
