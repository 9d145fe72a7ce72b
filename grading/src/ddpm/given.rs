//! What the tests are given: schedules of no named kind, timesteps; and what they look for in timesteps that were drawn.

use burn::tensor::{Device, Int, Tensor};
use exercise::expect::{self, values};
use exercise::{Failure, Inputs, TestResult};
use labs::ddpm::{Schedule, Step, linear_betas, noise_schedule};
use solutions::ddpm::Reference;

/// 9,216 elements, in images that are not square.
pub const SIZE: [usize; 4] = [16, 2, 12, 24];

/// How exact images must be, in `f32`.
pub const SINGLE: f64 = 1e-5;

/// Betas of which neighbours differ by a factor of 2 at least.
pub fn uneven_betas(inputs: &mut Inputs, timesteps: usize) -> Vec<f64> {
    let mut beta = |t: usize| {
        if t.is_multiple_of(2) {
            inputs.uniform(0.03, 0.1)
        } else {
            inputs.uniform(0.25, 0.5)
        }
    };
    (0..timesteps).map(&mut beta).collect()
}

/// A schedule of no named kind.
pub fn uneven(inputs: &mut Inputs, timesteps: usize) -> Schedule {
    let betas = uneven_betas(inputs, timesteps);
    noise_schedule(&Reference, &betas).unwrap_or_else(|error| panic!("{error}"))
}

/// The schedule of the notebook.
pub fn linear() -> Schedule {
    let betas = linear_betas(labs::ddpm::TIMESTEPS);
    betas
        .and_then(|betas| noise_schedule(&Reference, &betas))
        .unwrap_or_else(|error| panic!("{error}"))
}

/// Step `t`, which the schedule has.
pub fn at(schedule: &Schedule, t: usize) -> Step {
    schedule.step(t).unwrap_or(Step::FIRST)
}

/// Timesteps as the bodies get them.
pub fn ints(t: &[usize]) -> Tensor<1, Int> {
    let t: Vec<i64> = t.iter().map(|&t| t as i64).collect();
    Tensor::from_data(&t[..], &Device::flex())
}

/// Timesteps as they came back.
pub fn drawn(t: &Tensor<1, Int>) -> Vec<i64> {
    let numbers = t.to_data().convert::<i64>().try_to_vec();
    numbers.unwrap_or_default()
}

/// One timestep of 1..=`timesteps` for each of `images`.
pub fn valid_timesteps(t: &[i64], images: usize, timesteps: usize) -> TestResult {
    let message = "`t` does not hold one timestep for each image";
    expect::that(t.len() == images, message)?;
    let inside = t.iter().all(|t| (1..=timesteps as i64).contains(t));
    expect::that(inside, "`t` holds values outside 1..=T").map_err(|failure| {
        failure.hint(
            "timesteps begin at 1, T is one of them, and `Uniform(low, high)` leaves out high",
        )
    })
}

/// Pearson's statistic of k = `timesteps` - 1 degrees of freedom: a right body exceeds k + 2·√(k·x) + 2·x with probability below e^-x
/// (Laurent and Massart, Annals of Statistics 28, 2000, lemma 1), which is 1e-7 for this x.
pub fn uniform(t: &[i64], timesteps: usize) -> TestResult {
    const X: f64 = 16.12;
    let expected = t.len() as f64 / timesteps as f64;
    let count = |step: usize| t.iter().filter(|d| **d == step as i64).count() as f64;
    let statistic: f64 = (1..=timesteps)
        .map(|step| (count(step) - expected).powi(2) / expected)
        .sum();
    let k = (timesteps - 1) as f64;
    let bound = k + 2.0 * (k * X).sqrt() + 2.0 * X;
    let message =
        format!("`t` is not uniform: chi-square {statistic:.0}, at most {bound:.0} is allowed");
    expect::that(statistic <= bound, message)
        .map_err(|failure| failure.hint("each timestep of 1..=T has the probability 1/T"))
}

/// Timesteps of neighbouring images, and of images half a batch apart, are uncorrelated.
pub fn one_for_each(t: &[i64]) -> TestResult {
    let t: Vec<f64> = t.iter().map(|t| *t as f64).collect();
    let half = t.len() / 2;
    for (a, b) in [(&t[1..], &t[..t.len() - 1]), (&t[half..], &t[..half])] {
        expect::uncorrelated("timesteps of different images", a, b)
            .map_err(|failure| failure.hint("draw `[batch]` timesteps, one for each image"))?;
    }
    Ok(())
}

/// x_t is √ᾱ_t·x_0 + √(1-ᾱ_t)·ε with each image's own t.
pub fn rebuilt(
    x_t: &Tensor<4>,
    t: &[i64],
    x0: &Tensor<4>,
    noise: &Tensor<4>,
    alpha_bars: &[f64],
) -> Result<(), Failure> {
    let (clean, noise) = (values(x0), values(noise));
    let pixels = clean.len() / t.len();
    let expected: Vec<f64> = (0..clean.len())
        .map(|i| {
            let left = alpha_bars[t[i / pixels] as usize - 1];
            left.sqrt() * clean[i] + (1.0 - left).sqrt() * noise[i]
        })
        .collect();
    let what = "x_t rebuilt from t and the returned noise";
    expect::close(what, &values(x_t), &expected, SINGLE).map_err(|failure| {
        failure.hint("each image has the factors √ᾱ_t and √(1-ᾱ_t) of its own t, at index t - 1, reshaped to [batch, 1, 1, 1]")
    })
}
