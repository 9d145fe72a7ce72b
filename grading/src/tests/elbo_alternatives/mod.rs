//! Right bodies of `elbo` written in other ways: other orders of draws, other forms of a formula, numbers in `f32`. The hidden
//! tests must pass them.

mod derivation;
mod likelihood;
mod noise_prediction;
mod three_forces;
mod tractable_reverse;
mod training;

use burn::tensor::{Distribution, Tensor};
use labs::elbo;

use super::alternatives::all_pass;
use crate::elbo::TESTS;

/// Formulas turned over, draws taken early and in other shapes.
struct TurnedOver;

/// Numbers rounded to `f32` wherever a student might.
struct Single;

fn normal(like: &Tensor<2>) -> Tensor<2> {
    like.random_like(Distribution::Normal(0.0, 1.0))
}

fn single(x: f64) -> f64 {
    f64::from(x as f32)
}

#[test]
fn formulas_turned_over_pass() {
    let handlers = || {
        vec![
            elbo::likelihood::handler(&TurnedOver),
            elbo::derivation::handler(&TurnedOver),
            elbo::tractable_reverse::handler(&TurnedOver),
            elbo::noise_prediction::handler(&TurnedOver),
            elbo::training::handler(&TurnedOver),
            elbo::three_forces::handler(&TurnedOver),
        ]
    };
    all_pass(&TESTS, "turned over", handlers, 10);
}

#[test]
fn single_precision_passes() {
    let handlers = || {
        vec![
            elbo::likelihood::handler(&Single),
            elbo::tractable_reverse::handler(&Single),
            elbo::noise_prediction::handler(&Single),
            elbo::training::handler(&Single),
            elbo::three_forces::handler(&Single),
        ]
    };
    all_pass(&TESTS, "single precision", handlers, 10);
}
