//! Hidden tests of 3a: the loss of a training step, a mean over images that are known to the test only in distribution.

use burn::tensor::{Device, Tensor};
use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::film_unet::{AffineNoise, Network, Schedule, Step, TrainingStep};

use super::given::{images, mean_of, uneven};
use crate::evidence::{reached, test};

/// Hidden tests of 3a.
pub const TESTS: &[Test] = &[
    test("3a", "one number", one_number),
    test("3a", "mean over images and pixels", scale),
    test("3a", "target", target),
    test("3a", "a timestep for each image", timesteps),
    test("3a", "the network's timestep", time_of_network),
    test("3a", "jump", jump),
    test("3a", "weights", weights),
    test("3a", "gradients of each pixel's noise", pixels),
    test("3a", "fresh draws", anew),
    test("3a", "gradient", gradient),
];

/// Images of a batch, each of [`PIXELS`] pixels.
const MANY: usize = 4_000;
const PIXELS: usize = 4;
const TIMESTEPS: usize = 6;

/// A network that answers `weight`·x_t + `time`·t + `bias`.
#[derive(Clone, Copy)]
struct Answer {
    weight: f64,
    time: f64,
    bias: f64,
}

const STILL: Answer = Answer {
    weight: 0.0,
    time: 0.0,
    bias: 0.0,
};

impl Answer {
    fn network(self) -> Network<'static> {
        AffineNoise::new(self.weight, self.time, self.bias).into()
    }

    /// Mean and variance over ε of an image's mean squared error at step t, where each pixel of x_0 is `x0`: the error is a·ε - c, with
    /// a = 1 - weight·√(1-ᾱ_t) and c = weight·√ᾱ_t·x_0 + time·t + bias.
    fn error(self, x0: f64, t: Step, schedule: &Schedule) -> (f64, f64) {
        let left = schedule.alpha_cumprod_at(t);
        let a = 1.0 - self.weight * (1.0 - left).sqrt();
        let c = self.weight * left.sqrt() * x0 + self.time * t.get() as f64 + self.bias;
        let variance = 2.0 * a.powi(4) + 4.0 * (a * c).powi(2);
        (a * a + c * c, variance / PIXELS as f64)
    }
}

fn same(x0: f64, batch: usize) -> Tensor<4> {
    Tensor::full([batch, 1, 2, 2], x0, &Device::flex())
}

fn loss(
    s: &Subject<'_>,
    network: &Network,
    x0: Tensor<4>,
    schedule: &Schedule,
    weights: &[f64],
) -> Result<f64, Failure> {
    let loss = expect::values(&s.train_step(network, x0, schedule, weights));
    expect::length("the loss", &loss, 1)?;
    expect::finite("the loss", &loss)?;
    Ok(loss[0])
}

fn one_number(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let answer = Answer { bias: 0.5, ..STILL };
    for (shape, timesteps) in [([1, 1, 4, 4], 3), ([5, 2, 3, 1], 1), ([3, 1, 8, 8], 50)] {
        let (schedule, x0) = (uneven(&mut inputs, timesteps), images(&mut inputs, shape));
        let loss = loss(s, &answer.network(), x0, &schedule, &vec![1.0; timesteps])?;
        expect::that(loss > 0.0, "the loss is not positive")?;
    }
    Ok(())
}

/// Mean and standard error of the loss over [`MANY`] images with uniform timesteps.
fn expected(answer: Answer, x0: f64, schedule: &Schedule, weights: &[f64]) -> (f64, f64) {
    let at = |t: Step| {
        let (mean, variance) = answer.error(x0, t, schedule);
        let w = weights[t.index()];
        (w * mean, w * w * variance)
    };
    let all: Vec<(f64, f64)> = Step::all(schedule).map(at).collect();
    let count = all.len() as f64;
    let mean = all.iter().map(|(mean, _)| mean).sum::<f64>() / count;
    let within = all.iter().map(|(_, variance)| variance).sum::<f64>() / count;
    let between = all.iter().map(|(m, _)| (m - mean).powi(2)).sum::<f64>() / count;
    (mean, ((within + between) / MANY as f64).sqrt())
}

/// Two calls, each compared with its mean.
fn agrees(s: &Subject<'_>, answer: Answer, x0: f64, weights: &[f64], hint: &str) -> TestResult {
    let schedule = uneven(&mut s.inputs(), TIMESTEPS);
    let (mean, error) = expected(answer, x0, &schedule, weights);
    for _ in 0..2 {
        let got = loss(s, &answer.network(), same(x0, MANY), &schedule, weights)?;
        mean_of("the loss", got, mean, error).map_err(|failure| failure.hint(hint))?;
    }
    Ok(())
}

const PLAIN: [f64; TIMESTEPS] = [1.0; TIMESTEPS];

fn scale(s: &Subject<'_>) -> TestResult {
    let biased = Answer {
        bias: -2.0,
        ..STILL
    };
    let hint = "the squares are averaged over the pixels of each image, and then over the batch";
    agrees(s, biased, 0.0, &PLAIN, hint)
}

fn target(s: &Subject<'_>) -> TestResult {
    let echo = Answer {
        weight: 1.0,
        ..STILL
    };
    let hint = "the target is the very noise that is in x_t, unscaled";
    agrees(s, echo, 0.0, &PLAIN, hint)
}

fn timesteps(s: &Subject<'_>) -> TestResult {
    let clock = Answer { time: 1.0, ..STILL };
    let hint = "each image has a t of its own, uniform over 1..=T with both ends";
    agrees(s, clock, 0.0, &PLAIN, hint)
}

fn time_of_network(s: &Subject<'_>) -> TestResult {
    // Signal and time pull against each other: only the t of the jump itself gives this mean.
    let both = Answer {
        weight: 1.0,
        time: -1.5,
        ..STILL
    };
    let hint = "the network gets the t that its image was noised with";
    agrees(s, both, 9.0, &PLAIN, hint)
}

fn jump(s: &Subject<'_>) -> TestResult {
    let echo = Answer {
        weight: 1.0,
        ..STILL
    };
    let hint = "x_t = √ᾱ_t·x_0 + √(1-ᾱ_t)·ε, with the factors of each image's own t";
    agrees(s, echo, 8.0, &PLAIN, hint)
}

fn weights(s: &Subject<'_>) -> TestResult {
    let clock = Answer { time: 1.0, ..STILL };
    let hint = "each image's squared error is multiplied with w_t of its own t, at index t - 1; the batch is averaged, not divided by the weights";
    agrees(s, clock, 0.0, &[4.0, 0.5, 2.0, 0.25, 3.0, 0.1], hint)
}

/// The gradient to the bias of pixel i is 2·mean(b_i - ε_i)/pixels: equal in two pixels if their noise is.
fn pixels(s: &Subject<'_>) -> TestResult {
    let got = bias_gradient(s, 0.0, 4)?;
    let shared = |i: usize, j: usize| (got[i] - got[j]).abs() < 1e-7;
    let any = shared(0, 1) || shared(0, 2) || shared(1, 3) || shared(2, 3);
    expect::that(!any, "pixels of an image have the same noise")
        .map_err(|failure| failure.hint("draw noise with the whole shape of the images"))
}

fn anew(s: &Subject<'_>) -> TestResult {
    let schedule = uneven(&mut s.inputs(), TIMESTEPS);
    let one = || loss(s, &STILL.network(), same(1.0, 16), &schedule, &PLAIN);
    expect::that(one()? != one()?, "two calls drew the same noise")
        .map_err(|failure| failure.hint("each call draws anew; do not seed the device in a body"))
}

fn gradient(s: &Subject<'_>) -> TestResult {
    let got = bias_gradient(s, 3.0, MANY)?;
    let scale = 2.0 / PIXELS as f64;
    for got in got {
        let error = scale / (MANY as f64).sqrt();
        mean_of(
            "the gradient to the network's bias",
            got,
            scale * 3.0,
            error,
        )
        .map_err(|failure| {
            failure.hint("the loss is a function of the network, made of tensors alone")
        })?;
    }
    Ok(())
}

/// The network's bias is the third float tensor of the call.
fn bias_gradient(s: &Subject<'_>, bias: f64, batch: usize) -> Result<Vec<f64>, Failure> {
    let schedule = uneven(&mut s.inputs(), TIMESTEPS);
    let one = Tensor::<1>::ones([1], &Device::flex());
    let affine = AffineNoise::new(0.0, 0.0, 0.0).with_bias(same(bias, 1));
    let network = affine.into();
    let x0 = same(0.5, batch);
    let (loss, gradient) =
        s.with_gradient(0, &one, |s| s.train_step(&network, x0, &schedule, &PLAIN));
    expect::shape("the loss", &loss, [1])?;
    expect::finite("the loss", &expect::values(&loss))?;
    let got = expect::values(&reached::<4>(&gradient, 2, "the network")?);
    expect::length("the gradient to the network's bias", &got, PIXELS)?;
    Ok(got)
}
