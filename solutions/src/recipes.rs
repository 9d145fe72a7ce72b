//! What `cargo noisebook train` can train: one recipe for each network, with the reference bodies.

mod ddpm;
mod film_unet;

use training::{AnyRecipe, ClassifierRecipe};

use film_unet::{ConditionalRecipe, FilmRecipe};

/// Every recipe, in the order of the labs. A lab with a network adds its own here.
pub fn recipes() -> Vec<&'static dyn AnyRecipe> {
    vec![
        &ClassifierRecipe,
        &ddpm::DdpmRecipe,
        &FilmRecipe::FILM,
        &ConditionalRecipe,
        &FilmRecipe::ORIGINAL,
        &FilmRecipe::COSINE,
        &FilmRecipe::SIGMOID,
    ]
}
