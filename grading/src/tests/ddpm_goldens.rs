//! The reference bodies of `ddpm` agree with values that were made without them.

use burn::tensor::{Device, Int, Tensor, TensorData};
use exercise::expect::{close, close_relative, values};
use labs::ddpm::{
    ForwardSampling, ReverseSampling, Schedule, Step, TrainingBatch, linear_betas, noise_schedule,
};
use solutions::ddpm::Reference;

use crate::goldens::{Golden, ddpm};

/// Images and noise are of size 1, `f32` rounds to 6e-8, and a handful of operations follow each other.
const SINGLE: f64 = 1e-6;

fn linear() -> Schedule {
    noise_schedule(&Reference, &linear_betas(1000).unwrap()).unwrap()
}

/// A flat list as images of the case's shape.
fn images(case: Golden, list: Golden) -> Tensor<4> {
    let shape: Vec<usize> = case.input("shape").items().map(Golden::whole).collect();
    let numbers: Vec<f32> = list.numbers().iter().map(|&x| x as f32).collect();
    assert!(!numbers.is_empty(), "no such list of goldens");
    Tensor::from_data(TensorData::new(numbers, shape), &Device::flex())
}

#[test]
fn alpha_bars() {
    let case = ddpm("alpha_bars");
    let all = Reference.alpha_bars(&linear_betas(case.input("T").whole()).unwrap());
    let got: Vec<f64> = case
        .input("timesteps")
        .items()
        .map(|t| all[t.whole() - 1])
        .collect();
    let expected = case.expected("alpha_bars").numbers();
    close_relative("alpha_bars", &got, &expected, 1e-11).unwrap();
}

#[test]
fn the_jump() {
    let case = ddpm("q_sample");
    let t: Vec<i64> = case.input("t").items().map(|t| t.whole() as i64).collect();
    let t = Tensor::<1, Int>::from_data(&t[..], &Device::flex());
    let input = |name| images(case, case.input(name));
    let (x_t, _) = Reference.q_sample(
        input("x0"),
        t,
        &linear().alpha_cumprod,
        Some(input("noise")),
    );
    let expected = case.expected("x_t").numbers();
    close("x_t", &values(&x_t), &expected, SINGLE).unwrap();
}

#[test]
fn the_loss() {
    let case = ddpm("loss");
    let input = |name| images(case, case.input(name));
    let got = Reference.loss(input("predicted"), input("noise"));
    let expected = [case.expected("loss").number()];
    close("loss", &values(&got), &expected, SINGLE).unwrap();
}

#[test]
fn the_step_back() {
    let (case, schedule) = (ddpm("reverse_step"), linear());
    let input = |name| images(case, case.input(name));
    let mut rows = 0;
    for row in case.expected("rows").items() {
        let t = schedule.step(row.field("t").whole()).unwrap();
        let (x_t, eps_hat) = (input("x_t"), input("eps_hat"));
        let mean = Reference.reverse_mean(x_t.clone(), eps_hat.clone(), t, &schedule);
        let x_prev = Reference.reverse_step(x_t, eps_hat, t, input("z"), &schedule);
        for (name, got) in [("mean", mean), ("x_prev", x_prev)] {
            close(name, &values(&got), &row.field(name).numbers(), SINGLE)
                .unwrap_or_else(|error| panic!("t = {t}: {error}"));
        }
        rows += 1;
    }
    assert_eq!(rows, 6);
}

#[test]
fn the_walk_back() {
    let case = ddpm("walk");
    let schedule = noise_schedule(&Reference, &case.input("betas").numbers()).unwrap();
    let (a, b) = (case.input("a").number(), case.input("b").number());
    let zs: Vec<Golden> = case.input("z").items().collect();
    let mut x = images(case, case.input("x_T"));
    let states: Vec<Golden> = case.expected("states").items().collect();
    assert_eq!(states.len(), schedule.timesteps());
    for (t, state) in Step::all(&schedule).rev().zip(states) {
        let eps_hat = x.clone() * a + b * t.get() as f64 / schedule.timesteps() as f64;
        x = Reference.reverse_step(x, eps_hat, t, images(case, zs[t.index()]), &schedule);
        close("state", &values(&x), &state.numbers(), 1e-5)
            .unwrap_or_else(|error| panic!("after t = {t}: {error}"));
    }
}
