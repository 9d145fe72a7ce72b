//! What `cargo noisebook train` can train: one recipe for each network, with the reference bodies.

mod ddpm;

use training::{AnyRecipe, ClassifierRecipe};

/// Every recipe, in the order of the labs. A lab with a network adds its own here.
pub fn recipes() -> Vec<&'static dyn AnyRecipe> {
    vec![&ClassifierRecipe, &ddpm::DdpmRecipe]
}
