//! Lab `tour`: a first notebook. It gives no points.

mod checks;
pub mod first_exercise;

#[cfg(feature = "solution")]
#[path = "../../../solutions/src/tour/mod.rs"]
mod reference;

pub use first_exercise::FirstExercise;

/// Fills every exercise of this lab: with stubs that panic, or with the reference bodies under the feature `solution`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scaffold;

/// What is known of this lab.
pub const LAB: exercise::Lab = exercise::Lab {
    slug: "tour",
    title: "A first notebook",
    answers: &[first_exercise::EXERCISES],
    manual: &[],
};

/// Handlers of [`Scaffold`], one for each answer.
pub fn scaffold() -> Vec<exercise::Handler<'static>> {
    vec![first_exercise::handler(&Scaffold)]
}

/// All public checks of this lab.
pub fn public_checks() -> Vec<exercise::Test> {
    checks::FIRST_EXERCISE.to_vec()
}
