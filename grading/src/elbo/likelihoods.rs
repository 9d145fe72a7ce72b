//! Hidden tests of 5a and 5b: the two ends of the bound.

use burn::tensor::{Device, Tensor};
use exercise::expect;
use exercise::{Inputs, Subject, Test, TestResult};
use labs::elbo::{NoiseMlp, ThreeForces, unscaled_schedule};
use solutions::elbo::Reference;

use super::given::{Affine, SINGLE, points, uneven};
use crate::evidence::test;

/// Hidden tests of 5a and 5b.
pub const TESTS: &[Test] = &[
    test("5a", "one number for each point", |s| {
        batches(s, |x0, model, schedule| {
            s.reconstruction(x0.clone(), x0, model, schedule)
        })
    }),
    test("5a", "log-density", reconstruction),
    test("5a", "constant", constant),
    test("5a", "first step", first_step),
    test("5b", "one number for each point", |s| {
        batches(s, |x0, _, schedule| s.prior_matching(x0, schedule))
    }),
    test("5b", "divergence", prior_matching),
    test("5b", "data at the centre", at_centre),
    test("5b", "a schedule that ends too early", unscaled),
];

fn batches(
    s: &Subject<'_>,
    call: impl Fn(Tensor<2>, &NoiseMlp, &labs::elbo::Schedule) -> Tensor<1>,
) -> TestResult {
    let mut inputs = s.inputs();
    for (batch, timesteps) in [(1, 3), (2, 1), (7, 4)] {
        let (schedule, x0) = (uneven(&mut inputs, timesteps), points(&mut inputs, batch));
        let got = call(x0, &affine(&mut inputs).model(timesteps), &schedule);
        expect::shape("the result", &got, [batch])?;
        expect::finite("the result", &expect::values(&got))?;
    }
    Ok(())
}

fn affine(inputs: &mut Inputs) -> Affine {
    Affine {
        weight: inputs.uniform(0.3, 0.9),
        time_weight: inputs.uniform(1.0, 2.0),
        bias: [inputs.uniform(-1.0, 1.0), inputs.uniform(-1.0, 1.0)],
    }
}

fn reconstruction(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for timesteps in [1, 2, 5] {
        let schedule = uneven(&mut inputs, timesteps);
        let (x0, x1) = (points(&mut inputs, 6), points(&mut inputs, 6));
        let model = affine(&mut inputs).model(timesteps);
        let got = s.reconstruction(x0.clone(), x1.clone(), &model, &schedule);
        let right = Reference.reconstruction(x0, x1, &model, &schedule);
        expect::tensor("log p_θ(x_0 | x_1)", &got, &right, SINGLE).map_err(|failure| {
            failure.hint("-log(2π·β_1) - ‖x_0 - μ_θ(x_1)‖²/(2β_1), with μ_θ of 4c at t = 1")
        })?;
    }
    Ok(())
}

/// A network that sees exactly the noise that leads from x_1 to x_0: what is left is the constant.
fn constant(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (schedule, x0) = (uneven(&mut inputs, 3), points(&mut inputs, 4));
    let (alpha, beta) = (schedule.alphas[0], schedule.betas[0]);
    let epsilon = [inputs.uniform(-1.0, 1.0), inputs.uniform(-1.0, 1.0)];
    let noise = super::given::copies(epsilon, 4) * beta.sqrt();
    let model = NoiseMlp::constant(epsilon.map(|e| e as f32), 3, &Device::flex());
    let got = s.reconstruction(x0.clone(), x0 * alpha.sqrt() + noise, &model, &schedule);
    let right = [-(std::f64::consts::TAU * beta).ln(); 4];
    expect::close("log p_θ at its mean", &expect::values(&got), &right, SINGLE)
        .map_err(|failure| failure.hint("in two dimensions the constant is -log(2π·β_1)"))
}

/// The network is asked at t = 1, whatever T is.
fn first_step(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let schedule = uneven(&mut inputs, 4);
    let (x0, x1) = (points(&mut inputs, 5), points(&mut inputs, 5));
    let clock = Affine {
        weight: 0.0,
        time_weight: 8.0,
        bias: [0.0; 2],
    };
    let model = clock.model(4);
    let got = s.reconstruction(x0.clone(), x1.clone(), &model, &schedule);
    let right = Reference.reconstruction(x0, x1, &model, &schedule);
    expect::tensor("log p_θ(x_0 | x_1)", &got, &right, SINGLE)
        .map_err(|failure| failure.hint("ask the network at `Step::FIRST`, about x_1"))
}

fn prior_matching(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    for timesteps in [1, 2, 5] {
        let (schedule, x0) = (uneven(&mut inputs, timesteps), points(&mut inputs, 6));
        let got = s.prior_matching(x0.clone(), &schedule);
        let right = Reference.prior_matching(x0, &schedule);
        expect::tensor("the divergence", &got, &right, 1e-5).map_err(|failure| {
            failure.hint("½·Σ(σ² + μ² - 1 - ln σ²) over both coordinates, σ² = 1-ᾱ_T, μ = √ᾱ_T·x_0")
        })?;
    }
    Ok(())
}

fn at_centre(s: &Subject<'_>) -> TestResult {
    let schedule = uneven(&mut s.inputs(), 2);
    let variance = 1.0 - schedule.alpha_cumprod_at(schedule.last());
    let got = s.prior_matching(Tensor::zeros([2, 2], &Device::flex()), &schedule);
    let right = [variance - 1.0 - variance.ln(); 2];
    expect::close(
        "the divergence for x_0 = 0",
        &expect::values(&got),
        &right,
        1e-5,
    )
    .map_err(|failure| failure.hint("with μ = 0 the variance's part is left, of two coordinates"))
}

fn unscaled(s: &Subject<'_>) -> TestResult {
    let x0 = points(&mut s.inputs(), 4);
    for schedule in unscaled_schedule(50).iter().chain(&unscaled_schedule(10)) {
        let got = s.prior_matching(x0.clone(), schedule);
        let right = Reference.prior_matching(x0.clone(), schedule);
        expect::tensor("the divergence", &got, &right, 1e-5)
            .map_err(|failure| failure.hint("ᾱ_T is the last value of the table"))?;
    }
    Ok(())
}
