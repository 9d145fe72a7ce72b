//! Hidden tests of 4d: the simple loss, a mean over points that are known to the test only in distribution.

use burn::tensor::{Device, Tensor};
use exercise::expect;
use exercise::{Failure, Inputs, Subject, Test, TestResult};
use labs::elbo::{NoiseMlp, Schedule, SimpleTraining, Step};

use super::given::{Affine, copies, mean_of, points, uneven};
use crate::evidence::{reached, test};

/// Hidden tests of 4d.
pub const TESTS: &[Test] = &[
    test("4d", "one number", one_number),
    test("4d", "mean over points, sum over coordinates", scale),
    test("4d", "target", target),
    test("4d", "a timestep for each point", timesteps),
    test("4d", "the network's timestep", time_of_network),
    test("4d", "jump", jump),
    test("4d", "gradient of each coordinate", coordinates),
    test("4d", "fresh draws", anew),
    test("4d", "gradient", gradient),
];

/// Points of a batch.
const MANY: usize = 8_000;

const TIMESTEPS: usize = 6;

/// With x_0 = 0 and an answer that knows no t.
const STILL: Affine = Affine {
    weight: 0.0,
    time_weight: 0.0,
    bias: [0.0; 2],
};

fn loss(
    s: &Subject<'_>,
    model: &NoiseMlp,
    x0: Tensor<2>,
    schedule: &Schedule,
) -> Result<f64, Failure> {
    let loss = expect::values(&s.simple_loss(model, x0, schedule));
    expect::length("the loss", &loss, 1)?;
    expect::finite("the loss", &loss)?;
    Ok(loss[0])
}

fn one_number(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for (batch, timesteps) in [(1, 3), (5, 1), (3, 50)] {
        let (schedule, x0) = (uneven(&mut inputs, timesteps), points(&mut inputs, batch));
        let model = NoiseMlp::new(timesteps, &Device::flex());
        let loss = loss(s, &model, x0, &schedule)?;
        expect::that(loss > 0.0, "the loss is not positive")?;
    }
    Ok(())
}

/// Mean and standard error of the loss of `affine` over [`MANY`] copies of `x0` with uniform timesteps.
fn expected(affine: Affine, x0: [f64; 2], schedule: &Schedule) -> (f64, f64) {
    let at_steps: Vec<(f64, f64)> = Step::all(schedule)
        .map(|t| affine.gap(x0, t, schedule))
        .collect();
    let count = at_steps.len() as f64;
    let mean = at_steps.iter().map(|(mean, _)| mean).sum::<f64>() / count;
    let within = at_steps.iter().map(|(_, variance)| variance).sum::<f64>() / count;
    let between = at_steps
        .iter()
        .map(|(m, _)| (m - mean).powi(2))
        .sum::<f64>()
        / count;
    (mean, ((within + between) / MANY as f64).sqrt())
}

/// Two calls, each compared with its mean.
fn agrees(s: &Subject<'_>, affine: Affine, x0: [f64; 2], hint: &str) -> TestResult {
    let schedule = uneven(&mut s.inputs(), TIMESTEPS);
    let (mean, error) = expected(affine, x0, &schedule);
    for _ in 0..2 {
        let got = loss(s, &affine.model(TIMESTEPS), copies(x0, MANY), &schedule)?;
        mean_of("the loss", got, mean, error).map_err(|failure| failure.hint(hint))?;
    }
    Ok(())
}

fn scale(s: &Subject<'_>) -> TestResult {
    let biased = Affine {
        bias: [2.0, -1.0],
        ..STILL
    };
    let hint = "‖·‖² sums over both coordinates, the mean runs over the points";
    agrees(s, biased, [0.0; 2], hint)
}

fn target(s: &Subject<'_>) -> TestResult {
    let echo = Affine {
        weight: 1.0,
        ..STILL
    };
    let hint = "the target is the very noise that is in x_t, unscaled";
    agrees(s, echo, [0.0; 2], hint)
}

fn timesteps(s: &Subject<'_>) -> TestResult {
    let clock = Affine {
        time_weight: 10.0,
        ..STILL
    };
    let hint = "each point has a t of its own, uniform over 1..=T with both ends";
    agrees(s, clock, [0.0; 2], hint)
}

fn time_of_network(s: &Subject<'_>) -> TestResult {
    // Signal and time pull against each other: only the t of the jump itself gives this mean.
    let both = Affine {
        weight: 1.0,
        time_weight: -9.0,
        ..STILL
    };
    let hint = "the network gets the t that its point was noised with";
    agrees(s, both, [9.0, 9.0], hint)
}

fn jump(s: &Subject<'_>) -> TestResult {
    let echo = Affine {
        weight: 1.0,
        ..STILL
    };
    let hint = "x_t = √ᾱ_t·x_0 + √(1-ᾱ_t)·ε, with the factors of each point's own t";
    agrees(s, echo, [8.0, -6.0], hint)
}

/// The gradient to the last bias is 2·(b - mean of ε): equal in both coordinates if the noise is.
fn coordinates(s: &Subject<'_>) -> TestResult {
    let [x, y] = bias_gradient(s, STILL, 4)?;
    expect::that(
        (x - y).abs() > 1e-7,
        "both coordinates of a point have the same noise",
    )
    .map_err(|failure| failure.hint("draw noise with the whole shape of the points"))
}

fn anew(s: &Subject<'_>) -> TestResult {
    let schedule = uneven(&mut s.inputs(), TIMESTEPS);
    let one = || {
        loss(
            s,
            &STILL.model(TIMESTEPS),
            copies([1.0, 2.0], 16),
            &schedule,
        )
    };
    expect::that(one()? != one()?, "two calls drew the same noise")
        .map_err(|failure| failure.hint("each call draws anew; do not seed the device in a body"))
}

fn gradient(s: &Subject<'_>) -> TestResult {
    let biased = Affine {
        bias: [3.0, 4.0],
        ..STILL
    };
    let got = bias_gradient(s, biased, MANY)?;
    let error = 2.0 / (MANY as f64).sqrt();
    for (got, bias) in got.into_iter().zip(biased.bias) {
        mean_of("the gradient to the network's bias", got, 2.0 * bias, error).map_err(
            |failure| failure.hint("the loss is a function of the network, made of tensors alone"),
        )?;
    }
    Ok(())
}

/// The network's last bias is the sixth float tensor of the call.
fn bias_gradient(s: &Subject<'_>, affine: Affine, batch: usize) -> Result<[f64; 2], Failure> {
    let mut inputs: Inputs = s.inputs();
    let (schedule, x0) = (uneven(&mut inputs, TIMESTEPS), points(&mut inputs, batch));
    let one = Tensor::<1>::ones([1], &Device::flex());
    let model = affine.model(TIMESTEPS);
    let (loss, gradient) = s.with_gradient(0, &one, |s| s.simple_loss(&model, x0, &schedule));
    expect::shape("the loss", &loss, [1])?;
    expect::finite("the loss", &expect::values(&loss))?;
    let got = expect::values(&reached::<1>(&gradient, 5, "the network")?);
    expect::length("the gradient to the network's bias", &got, 2)?;
    Ok([got[0], got[1]])
}
