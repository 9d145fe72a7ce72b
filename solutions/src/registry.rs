use exercise::Handler;
use labs::{ddpm as d, elbo as e, film_unet as u, forward as f, tour as t};

use crate::{ddpm, elbo, film_unet, forward, tour};

/// Handlers of the reference bodies of the lab with this slug, one for each answer; none for a lab without exercises.
pub fn reference(slug: &str) -> Vec<Handler<'static>> {
    match slug {
        "tour" => vec![t::first_exercise::handler(&tour::Reference)],
        "forward" => vec![
            f::reparameterization::handler(&forward::Reference),
            f::schedules::handler(&forward::Reference),
            f::jump::handler(&forward::Reference),
            f::derivation::handler(&forward::Reference),
            f::training::handler(&forward::Reference),
        ],
        "elbo" => vec![
            e::likelihood::handler(&elbo::Reference),
            e::derivation::handler(&elbo::Reference),
            e::tractable_reverse::handler(&elbo::Reference),
            e::noise_prediction::handler(&elbo::Reference),
            e::training::handler(&elbo::Reference),
            e::three_forces::handler(&elbo::Reference),
        ],
        "ddpm" => vec![
            d::forward_sampling::handler(&ddpm::Reference),
            d::training_batch::handler(&ddpm::Reference),
            d::reverse_sampling::handler(&ddpm::Reference),
        ],
        "film_unet" => vec![
            u::image_noise::handler(&film_unet::Reference),
            u::film_forward::handler(&film_unet::Reference),
            u::training_step::handler(&film_unet::Reference),
            u::ancestral_sampling::handler(&film_unet::Reference),
            u::class_condition::handler(&film_unet::Reference),
            u::beta_schedules::handler(&film_unet::Reference),
        ],
        _ => Vec::new(),
    }
}
