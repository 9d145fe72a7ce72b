//! What `cargo noisebook train` can train: one recipe for each network of the labs, with the reference bodies.

use training::AnyRecipe;

/// Every recipe, in the order of the labs. A lab with a network adds its own here.
pub fn recipes() -> Vec<&'static dyn AnyRecipe> {
    Vec::new()
}
