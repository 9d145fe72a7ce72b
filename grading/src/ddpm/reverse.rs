//! Hidden tests of 4a and 4b: a step back.

use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Inputs, Subject, Test, TestResult};
use labs::ddpm::{ForwardSampling, ReverseSampling, Schedule, Step};
use solutions::ddpm::Reference;

use super::given::{SINGLE, at, ints, linear, uneven};
use crate::evidence::test;

/// Hidden tests of 4a and 4b.
pub const TESTS: &[Test] = &[
    test("4a", "values", means),
    test("4a", "a thousand timesteps", means_of_a_thousand),
    test("4a", "is the posterior's mean", posterior),
    test("4a", "T = 1", mean_of_one),
    test("4b", "values", steps),
    test("4b", "a thousand timesteps", steps_of_a_thousand),
    test("4b", "noise", noise),
    test("4b", "last step", last),
    test("4b", "the given noise alone", repeatable),
    test("4b", "a whole walk back", walk),
];

const SIZE: [usize; 4] = [3, 2, 4, 5];

fn images(inputs: &mut Inputs) -> [Tensor<4>; 3] {
    [
        inputs.normal(SIZE),
        inputs.normal(SIZE),
        inputs.normal(SIZE),
    ]
}

fn mean_agrees(s: &Subject<'_>, schedule: &Schedule, ts: &[usize]) -> TestResult {
    let mut inputs = s.inputs();
    for &t in ts {
        let ([x_t, eps_hat, _], t) = (images(&mut inputs), at(schedule, t));
        let got = s.reverse_mean(x_t.clone(), eps_hat.clone(), t, schedule);
        let right = Reference.reverse_mean(x_t, eps_hat, t, schedule);
        expect::tensor("the mean", &got, &right, SINGLE)
            .map_err(|failure| failure.hint("(x_t - β_t/√(1-ᾱ_t)·ε̂)/√α_t"))?;
    }
    Ok(())
}

fn means(s: &Subject<'_>) -> TestResult {
    let schedule = uneven(&mut s.inputs(), 6);
    mean_agrees(s, &schedule, &[1, 2, 3, 4, 5, 6])
}

fn means_of_a_thousand(s: &Subject<'_>) -> TestResult {
    mean_agrees(s, &linear(), &[1, 2, 500, 999, 1000])
}

/// With the true noise it is √ᾱ_{t-1}β_t/(1-ᾱ_t)·x_0 + √α_t(1-ᾱ_{t-1})/(1-ᾱ_t)·x_t: DDPM, arXiv 2006.11239, equation 7.
fn posterior(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let schedule = uneven(&mut inputs, 6);
    for t in [1, 2, 3, 6] {
        let [x0, epsilon, _] = images(&mut inputs);
        let noise = Some(epsilon.clone());
        let (x_t, _) =
            Reference.q_sample(x0.clone(), ints(&[t; 3]), &schedule.alpha_cumprod, noise);
        let t = at(&schedule, t);
        let (now, before) = (
            schedule.alpha_cumprod_at(t),
            schedule.alpha_cumprod_at(t.before()),
        );
        let (alpha, beta) = (schedule.alphas[t.index()], schedule.betas[t.index()]);
        let expected = x0 * (before.sqrt() * beta / (1.0 - now))
            + x_t.clone() * (alpha.sqrt() * (1.0 - before) / (1.0 - now));
        let got = s.reverse_mean(x_t, epsilon, t, &schedule);
        expect::tensor("the mean with the true noise", &got, &expected, SINGLE)
            .map_err(|failure| failure.hint("with the true noise it is the posterior's mean"))?;
    }
    Ok(())
}

fn mean_of_one(s: &Subject<'_>) -> TestResult {
    let schedule = uneven(&mut s.inputs(), 1);
    mean_agrees(s, &schedule, &[1])
}

fn step_agrees(s: &Subject<'_>, schedule: &Schedule, ts: &[usize]) -> TestResult {
    let mut inputs = s.inputs();
    for &t in ts {
        let ([x_t, eps_hat, z], t) = (images(&mut inputs), at(schedule, t));
        let got = s.reverse_step(x_t.clone(), eps_hat.clone(), t, z.clone(), schedule);
        let right = Reference.reverse_step(x_t, eps_hat, t, z, schedule);
        expect::tensor("x_{t-1}", &got, &right, SINGLE).map_err(|failure| {
            failure.hint("the mean of 4a plus √β_t·z, without noise at t = 1")
        })?;
    }
    Ok(())
}

fn steps(s: &Subject<'_>) -> TestResult {
    let schedule = uneven(&mut s.inputs(), 6);
    step_agrees(s, &schedule, &[1, 2, 3, 4, 5, 6])
}

fn steps_of_a_thousand(s: &Subject<'_>) -> TestResult {
    step_agrees(s, &linear(), &[1, 2, 500, 999, 1000])
}

/// What z adds, whatever the mean is.
fn noise(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let schedule = uneven(&mut inputs, 6);
    for t in [2, 3, 6] {
        let ([x_t, eps_hat, z], t) = (images(&mut inputs), at(&schedule, t));
        let step = |z: Tensor<4>| s.reverse_step(x_t.clone(), eps_hat.clone(), t, z, &schedule);
        let added = step(z.clone()) - step(z.zeros_like());
        let right = z * schedule.betas[t.index()].sqrt();
        expect::tensor("what z adds", &added, &right, SINGLE)
            .map_err(|failure| failure.hint("√β_t·z: β_t is a variance"))?;
    }
    Ok(())
}

fn last(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for timesteps in [1, 6] {
        let (schedule, [x_1, eps_hat, z]) = (uneven(&mut inputs, timesteps), images(&mut inputs));
        let got = s.reverse_step(x_1.clone(), eps_hat.clone(), Step::FIRST, z, &schedule);
        let right = Reference.reverse_mean(x_1, eps_hat, Step::FIRST, &schedule);
        expect::tensor("x_0", &got, &right, SINGLE)
            .map_err(|failure| failure.hint("the last step, t = 1, returns the mean alone"))?;
    }
    Ok(())
}

fn repeatable(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (schedule, [x_t, eps_hat, z]) = (uneven(&mut inputs, 6), images(&mut inputs));
    let t = at(&schedule, 5);
    let step = || s.reverse_step(x_t.clone(), eps_hat.clone(), t, z.clone(), &schedule);
    expect::tensor("x_{t-1} of two equal calls", &step(), &step(), 1e-6)
        .map_err(|failure| failure.hint("z is given: draw no noise of your own"))
}

/// Algorithm 2 with a denoiser that answers ½·x_t - ¼.
fn walk(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let schedule = uneven(&mut inputs, 6);
    let mut got = inputs.normal::<4>(SIZE);
    let mut right = got.clone();
    for t in Step::all(&schedule).rev() {
        let z = inputs.normal::<4>(SIZE);
        let denoised = |x: &Tensor<4>| x.clone() * 0.5 - 0.25;
        let eps_hat = denoised(&got);
        got = s.reverse_step(got, eps_hat, t, z.clone(), &schedule);
        let eps_hat = denoised(&right);
        right = Reference.reverse_step(right, eps_hat, t, z, &schedule);
    }
    expect::tensor("x_0 after all steps", &got, &right, 1e-4)
}
