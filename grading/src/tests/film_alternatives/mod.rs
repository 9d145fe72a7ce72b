//! Right bodies of `film_unet` written in other ways: other forms of a formula, other orders of draws, numbers in `f32`. The hidden tests
//! must pass them.

mod network;
mod walk;

use labs::film_unet as film;

use super::alternatives::all_pass;
use crate::film_unet::TESTS;

/// Formulas turned over, draws taken in another order and shape, numbers rounded to `f32`.
struct TurnedOver;

#[test]
fn formulas_turned_over_pass() {
    let handlers = || {
        vec![
            film::image_noise::handler(&TurnedOver),
            film::film_forward::handler(&TurnedOver),
            film::training_step::handler(&TurnedOver),
            film::ancestral_sampling::handler(&TurnedOver),
            film::class_condition::handler(&TurnedOver),
            film::beta_schedules::handler(&TurnedOver),
        ]
    };
    all_pass(&TESTS, "turned over", handlers, 10);
}
