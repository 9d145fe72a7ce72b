//! The exercises of `forward`.

use burn::tensor::Tensor;
use labs::forward::{
    ForwardJump, ForwardJumpDerivation, NoiseSchedules, Reparameterization, Scaffold, Timestep,
    TrainingData,
};
use noisebook_runtime::device;
use solutions::forward::Reference;

use super::words;

fn images(count: usize, value: f32) -> Tensor<4> {
    Tensor::full([count, 1, 2, 2], value, &device())
}

fn matrix(rows: usize, columns: usize, value: f32) -> Tensor<2> {
    Tensor::full([rows, columns], value, &device())
}

#[test]
fn reparameterization() {
    let (none, one, nan) = (images(0, 0.0), images(1, 0.0), images(1, f32::NAN));
    let m = matrix(2, 3, 1.0);
    refused! {
        Scaffold.direct_sampling(matrix(0, 3, 0.0), m.clone()) => "mu", "at least one mean", "shape [0, 3]";
        Scaffold.direct_sampling(m.clone(), matrix(2, 1, 1.0)) => "sigma", "shape [2, 3], as `mu` has", "[2, 1]";
        Scaffold.reparameterized(matrix(2, 3, f32::INFINITY), m.clone()) => "mu", "finite means", "inf";
        Scaffold.reparameterized(m.clone(), matrix(2, 3, -1.0)) => "sigma", "positive numbers", "-1";
        Scaffold.forward_step_sampling(none, 0.1) => "x_prev", "at least one image with pixels", "shape [0, 1, 2, 2]";
        Scaffold.forward_step_sampling(one.clone(), 1.0) => "beta_t", "a value inside (0, 1)", "1";
        Scaffold.forward_step_reparameterized(nan, 0.1) => "x_prev", "finite pixels", "4 of 4";
        Scaffold.forward_step_reparameterized(one, f64::NAN) => "beta_t", "a value inside (0, 1)", "NaN";
    }
}

#[test]
fn schedules() {
    refused! {
        Scaffold.linear(0, 1e-4, 0.02) => "timesteps", "at least 1", "0";
        Scaffold.linear(9, 0.0, 0.02) => "beta_start", "a value inside (0, 1)", "0";
        Scaffold.exponential(9, 1e-4, 1.5) => "beta_end", "a value inside (0, 1)", "1.5";
        Scaffold.cosine(0, 0.008) => "timesteps", "at least 1", "0";
        Scaffold.cosine(9, -1.0) => "s", "a number that is not negative", "-1";
        Scaffold.precompute(&[]) => "betas", "at least one", "none";
        Scaffold.precompute(&[0.1, -0.1]) => "betas", "every value inside (0, 1)", "-0.1 at t = 2";
    }
}

#[test]
fn jumps_and_training() {
    let (one, short) = (images(1, 0.0), Reference.precompute(&[0.1; 3]));
    let (late, fine) = (Timestep::new(5, 9).unwrap(), short.last());
    let mut torn = short.clone();
    torn.alphas.pop();
    refused! {
        Scaffold.direct(images(0, 0.0), fine, &short) => "x0", "at least one image with pixels", "shape";
            Scaffold.direct(one.clone(), late, &short) => "t", "0..=3", "5";
        Scaffold.sequential(one.clone(), late, &short) => "t", "0..=3", "5";
        Scaffold.sequential(images(0, 0.0), fine, &short) => "x0", "at least one image with pixels", "shape";
        Scaffold.sequential(one.clone(), fine, &torn) => "schedule.alphas", "3 values, one for each timestep", "2";
        Scaffold.two_step_expansion(0.0, 0.5) => "beta1", "a value inside (0, 1)", "0";
        Scaffold.two_step_expansion(0.5, 2.0) => "beta2", "a value inside (0, 1)", "2";
        Scaffold.induction_table(&[0.5, 1.0]) => "betas", "every value inside (0, 1)", "1 at t = 2";
        Scaffold.training_sample(images(0, 0.0), &short) => "x0", "at least one image with pixels", "shape";
        Scaffold.training_sample(one, &torn) => "schedule.alphas", "3 values, one for each timestep", "2";
    }
}

/// The smallest of everything is an argument like any other.
#[test]
fn one_step_and_one_image_are_enough() {
    let words = [
        words(|| drop(Scaffold.linear(1, 0.1, 0.1))),
        words(|| {
            drop(Scaffold.direct(
                images(1, 0.0),
                Timestep::CLEAN,
                &Reference.precompute(&[0.5]),
            ))
        }),
    ];
    assert!(
        words.iter().all(|words| words.starts_with("TODO ")),
        "{words:?}"
    );
}
