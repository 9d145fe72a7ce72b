//! Public checks: what `check(&…)` runs in the notebook, one file for each trait.
//!
//! Students may read them. They compare with numbers worked out by hand for a schedule of three steps and for networks of one channel, and
//! name the mistake they recognise; none holds the body of an exercise.

mod ancestral_sampling;
mod beta_schedules;
mod by_hand;
mod class_condition;
mod film_forward;
mod image_noise;
mod training_step;
mod unet;

pub use ancestral_sampling::ANCESTRAL_SAMPLING;
pub use beta_schedules::BETA_SCHEDULES;
pub use class_condition::CLASS_CONDITION;
pub use film_forward::FILM_FORWARD;
pub use image_noise::IMAGE_NOISE;
pub use training_step::TRAINING_STEP;

use burn::tensor::{Device, Int, Tensor};
use exercise::{Subject, Test, TestResult};

use crate::checking::{Hint, Mistake, explain_exact, explain_within, moments, table, three_steps};

/// A check of `exercise`.
const fn check(
    exercise: &'static str,
    name: &'static str,
    run: fn(&Subject<'_>) -> TestResult,
) -> Test {
    Test {
        exercise,
        name,
        run,
    }
}

fn steps<const N: usize>(t: [i64; N]) -> Tensor<1, Int> {
    Tensor::from_ints(t, &Device::flex())
}

/// Images of 2×2 pixels that are all `value`.
fn even(value: f64, batch: usize) -> Tensor<4> {
    Tensor::full([batch, 1, 2, 2], value, &Device::flex())
}
