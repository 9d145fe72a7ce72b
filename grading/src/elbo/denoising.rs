//! Hidden tests of 5c: divergences between Gaussians, averaged over draws.

use exercise::expect::{self, close};
use exercise::{Failure, Inputs, Subject, Test, TestResult};
use labs::elbo::{Schedule, Step, ThreeForces};

use super::given::{Affine, SINGLE, at, copies, mean_of, points, rows, uneven};
use crate::evidence::test;

/// Hidden tests of 5c.
pub const TESTS: &[Test] = &[
    test("5c", "one number for each timestep", one_each),
    test("5c", "variances", variances),
    test("5c", "means", means),
    test("5c", "mean over the noise", over_noise),
    test("5c", "fresh draws", anew),
];

const TIMESTEPS: usize = 6;

fn schedule(inputs: &mut Inputs) -> Schedule {
    uneven(inputs, TIMESTEPS)
}

/// KL for a given ‖ε - ε_θ‖²: both means have the form of 4c, so that they differ by β_t/√(α_t·(1-ᾱ_t))·(ε - ε_θ).
fn divergence(gap: f64, t: Step, schedule: &Schedule) -> f64 {
    let (alpha, beta) = (schedule.alphas[t.index()], schedule.betas[t.index()]);
    let now = schedule.alpha_cumprod_at(t);
    let r = (1.0 - schedule.alpha_cumprod_at(t.before())) / (1.0 - now);
    (r - 1.0 - r.ln()) + 0.5 * gap * beta / (alpha * (1.0 - now))
}

fn one_each(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (schedule, x0) = (schedule(&mut inputs), points(&mut inputs, 3));
    let model = blind(&schedule, 2, [0.5, -0.5]).model(TIMESTEPS);
    for steps in [&[2, 3, 6][..], &[6, 2], &[4, 4], &[]] {
        let steps: Vec<Step> = steps.iter().map(|&t| at(&schedule, t)).collect();
        let got = s.denoising(x0.clone(), &steps, &model, &schedule);
        expect::length("the result", &got, steps.len())?;
        expect::finite("the result", &got)?;
    }
    Ok(())
}

/// A network that answers x_t/√(1-ᾱ_t) + bias: at this one t its error -√(ᾱ_t/(1-ᾱ_t))·x_0 - bias knows nothing of the noise.
fn blind(schedule: &Schedule, t: usize, bias: [f64; 2]) -> Affine {
    Affine {
        weight: 1.0 / (1.0 - schedule.alpha_cumprod_at(at(schedule, t))).sqrt(),
        time_weight: 0.0,
        bias,
    }
}

/// The error is 0, so that the ratio of the variances alone is left.
fn variances(s: &Subject<'_>) -> TestResult {
    let schedule = schedule(&mut s.inputs());
    for t in [2, 3, 6] {
        let model = blind(&schedule, t, [0.0; 2]).model(TIMESTEPS);
        let step = at(&schedule, t);
        let got = s.denoising(copies([0.0; 2], 4), &[step], &model, &schedule);
        close("the divergence for equal means", &got, &[divergence(0.0, step, &schedule)], SINGLE)
            .map_err(|failure| {
                failure.hint("½·d·(r - 1 - ln r) with r = β̃_t/β_t and d = 2: KL of the optimal step against the learned one")
            })?;
    }
    Ok(())
}

/// The error is a number known for each point.
fn means(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (schedule, x0) = (schedule(&mut inputs), points(&mut inputs, 5));
    for t in [2, 3, 6] {
        let affine = blind(&schedule, t, [1.0, -0.5]);
        let step = at(&schedule, t);
        let gaps = rows(&x0)
            .into_iter()
            .map(|x0| affine.gap(x0, step, &schedule).0);
        let right = divergence(gaps.sum::<f64>() / 5.0, step, &schedule);
        let got = s.denoising(x0.clone(), &[step], &affine.model(TIMESTEPS), &schedule);
        close("the divergence", &got, &[right], SINGLE).map_err(|failure| {
            failure
                .hint("‖μ̃ - μ_θ‖²/(2β_t), averaged over the points, on top of the variances' part")
        })?;
    }
    Ok(())
}

const MANY: usize = 8_000;

/// Divergences at three timesteps under a network that the noise troubles, with their standard errors.
fn noisy(s: &Subject<'_>) -> Result<[(f64, f64, f64); 3], Failure> {
    let mut inputs = s.inputs();
    let schedule = schedule(&mut inputs);
    let (affine, x0) = (
        Affine {
            weight: 0.4,
            time_weight: 1.5,
            bias: [0.3, -0.2],
        },
        [1.5, -1.0],
    );
    let steps = [2, 3, 6].map(|t| at(&schedule, t));
    let model = affine.model(TIMESTEPS);
    let got = s.denoising(copies(x0, MANY), &steps, &model, &schedule);
    expect::length("the result", &got, 3)?;
    expect::finite("the result", &got)?;
    let expected = |(i, &t): (usize, &Step)| {
        let (mean, variance) = affine.gap(x0, t, &schedule);
        let factor = divergence(1.0, t, &schedule) - divergence(0.0, t, &schedule);
        let error = factor * (variance / MANY as f64).sqrt();
        (got[i], divergence(mean, t, &schedule), error)
    };
    let all: Vec<_> = steps.iter().enumerate().map(expected).collect();
    Ok([all[0], all[1], all[2]])
}

fn over_noise(s: &Subject<'_>) -> TestResult {
    for (got, mean, error) in noisy(s)? {
        mean_of("the divergence", got, mean, error).map_err(|failure| {
            failure.hint("x_t is drawn from q(x_t | x_0) with a draw for each point and coordinate, and ε_θ is asked about it at its t")
        })?;
    }
    Ok(())
}

fn anew(s: &Subject<'_>) -> TestResult {
    let (first, second) = (noisy(s)?, noisy(s)?);
    let differs = first.iter().zip(&second).any(|(a, b)| a.0 != b.0);
    expect::that(differs, "two calls drew the same noise")
        .map_err(|failure| failure.hint("each call draws anew; do not seed the device in a body"))
}
