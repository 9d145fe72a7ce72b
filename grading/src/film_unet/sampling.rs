//! Hidden tests of 4a: the sampling loop. Under a network that is affine in x_t the result is Gaussian, with a mean and a variance that
//! are known.

use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Failure, Subject, Test, TestResult};
use labs::film_unet::{AffineNoise, AncestralSampling, Network, Schedule, Step};

use super::given::{SINGLE, images, uneven};
use crate::evidence::{fresh, independent, standard_normal, test};

/// Hidden tests of 4a.
pub const TESTS: &[Test] = &[
    test("4a", "one step brings no noise", one_step),
    test("4a", "the mean of the walk", mean),
    test("4a", "the variance of the walk", law),
    test("4a", "the network's timesteps", clock),
    test("4a", "a draw for each pixel", draws),
    test("4a", "fresh noise", anew),
];

const TIMESTEPS: usize = 5;
/// 16,384 pixels.
const MANY: [usize; 4] = [64, 1, 16, 16];

#[derive(Clone, Copy)]
struct Answer {
    weight: f64,
    time: f64,
    bias: f64,
}

const ECHO: Answer = Answer {
    weight: 0.6,
    time: 0.0,
    bias: 0.25,
};

/// x_0 = `factor`·x_T + `shift` + `std`·z for each pixel.
struct Walk {
    factor: f64,
    shift: f64,
    std: f64,
}

impl Answer {
    fn network(self) -> Network<'static> {
        AffineNoise::new(self.weight, self.time, self.bias).into()
    }

    fn walk(self, schedule: &Schedule) -> Walk {
        let (mut factor, mut shift, mut variance) = (1.0, 0.0, 0.0);
        for t in Step::all(schedule).rev() {
            let (alpha, beta) = (schedule.alphas[t.index()], schedule.betas[t.index()]);
            let now = schedule.alpha_cumprod_at(t);
            let before = schedule.alpha_cumprod_at(t.before());
            let share = beta / (1.0 - now).sqrt();
            let a = (1.0 - share * self.weight) / alpha.sqrt();
            let b = -share * (self.time * t.get() as f64 + self.bias) / alpha.sqrt();
            factor *= a;
            shift = a * shift + b;
            variance = a * a * variance + (1.0 - before) / (1.0 - now) * beta;
        }
        Walk {
            factor,
            shift,
            std: variance.sqrt(),
        }
    }
}

fn drawn(
    s: &Subject<'_>,
    answer: Answer,
    x: Tensor<4>,
    schedule: &Schedule,
) -> Result<Vec<f64>, Failure> {
    let got = s.sample(&answer.network(), x.clone(), schedule);
    expect::shape("the images", &got, x.dims())?;
    let got = expect::values(&got);
    expect::finite("the images", &got)?;
    Ok(got)
}

/// (x_0 - its mean)/its standard deviation, which is standard normal.
fn residual(s: &Subject<'_>, answer: Answer) -> Result<Vec<f64>, Failure> {
    let mut inputs = s.inputs();
    let (schedule, x) = (uneven(&mut inputs, TIMESTEPS), images(&mut inputs, MANY));
    let walk = answer.walk(&schedule);
    let got = drawn(s, answer, x.clone(), &schedule)?;
    let pairs = got.iter().zip(expect::values(&x));
    Ok(pairs
        .map(|(x0, x)| (x0 - walk.factor * x - walk.shift) / walk.std)
        .collect())
}

fn one_step(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (schedule, x) = (uneven(&mut inputs, 1), images(&mut inputs, [2, 1, 3, 5]));
    for answer in [ECHO, Answer { time: 2.0, ..ECHO }] {
        let walk = answer.walk(&schedule);
        let got = drawn(s, answer, x.clone(), &schedule)?;
        let right: Vec<f64> = expect::values(&x)
            .iter()
            .map(|x| walk.factor * x + walk.shift)
            .collect();
        expect::close("x_0 with T = 1", &got, &right, SINGLE).map_err(|failure| {
            failure.hint(
                "the last step, t = 1, gives the mean (x_1 - β_1/√(1-ᾱ_1)·ε_θ)/√α_1 alone: σ_1 = 0",
            )
        })?;
    }
    Ok(())
}

/// With a huge x_T the noise hardly counts.
fn mean(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let schedule = uneven(&mut inputs, TIMESTEPS);
    let x = images(&mut inputs, [4, 1, 4, 4]) * 1e6;
    let walk = ECHO.walk(&schedule);
    let got = drawn(s, ECHO, x.clone(), &schedule)?;
    let right: Vec<f64> = expect::values(&x)
        .iter()
        .map(|x| walk.factor * x / 1e6)
        .collect();
    let got: Vec<f64> = got.iter().map(|x| x / 1e6).collect();
    expect::close("the mean of x_0", &got, &right, SINGLE).map_err(|failure| {
        failure.hint("each step t = T, …, 1 gives (x_t - β_t/√(1-ᾱ_t)·ε_θ)/√α_t, with the tables at index t - 1")
    })
}

fn law(s: &Subject<'_>) -> TestResult {
    standard_normal(
        "x_0 about its mean, in standard deviations",
        &residual(s, ECHO)?,
    )
    .map_err(|failure| {
        failure.hint(
            "σ_t² = (1-ᾱ_{t-1})/(1-ᾱ_t)·β_t is a variance; in every step z is drawn from N(0, 1)",
        )
    })
}

fn clock(s: &Subject<'_>) -> TestResult {
    let clock = Answer {
        weight: 0.0,
        time: 3.0,
        bias: 0.0,
    };
    let residual = residual(s, clock)?;
    expect::normal_draws(
        "x_0 about its mean, in standard deviations",
        &residual,
        0.0,
        1.0,
    )
    .map_err(|failure| failure.hint("the network is told the t of the step, from T down to 1"))
}

fn draws(s: &Subject<'_>) -> TestResult {
    independent("x_0 about its mean", &residual(s, ECHO)?, &MANY)
}

fn anew(s: &Subject<'_>) -> TestResult {
    fresh("x_0", &residual(s, ECHO)?, &residual(s, ECHO)?)
}
