//! Lab `ddpm`: a diffusion model for digits, built, trained and sampled.

mod checks;
pub mod demos;
pub mod forward_sampling;
mod layers;
mod pretrained;
mod profiles;
pub mod reverse_sampling;
mod schedule;
mod simple_unet;
mod training;
pub mod training_batch;

#[cfg(feature = "solution")]
#[path = "../../../solutions/src/ddpm/mod.rs"]
mod reference;

pub use demos::{
    Comparison, Cost, ForwardDemo, ReverseDemo, Walk, architecture_diagram, compare, estimates,
    measure_cost, milestones, network_table, schedule_figure, takeaways, vae_and_diffusion,
};
pub use diffusion::{ArgumentError, Schedule, Step, Timestep};
pub use forward_sampling::ForwardSampling;
pub use pretrained::Pretrained;
pub use profiles::{plan, walk_steps};
pub use reverse_sampling::ReverseSampling;
pub use schedule::{TIMESTEPS, linear_betas, noise_schedule};
pub use simple_unet::{SimpleUNet, SimpleUNetConfig};
pub use training::{Objective, Training};
pub use training_batch::TrainingBatch;

/// Fills every exercise of this lab: with stubs that panic, or with the reference bodies under the feature `solution`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scaffold;

/// What is known of this lab.
pub const LAB: exercise::Lab = exercise::Lab {
    slug: "ddpm",
    title: "Build a diffusion model",
    answers: &[
        forward_sampling::EXERCISES,
        training_batch::EXERCISES,
        reverse_sampling::EXERCISES,
    ],
    manual: &[exercise::Manual {
        id: "5a",
        section: 5,
        title: "Reflection",
        points: 5,
        cells: &["discussion-5"],
    }],
};

/// Handlers of [`Scaffold`], one for each answer.
pub fn scaffold() -> Vec<exercise::Handler<'static>> {
    vec![
        forward_sampling::handler(&Scaffold),
        training_batch::handler(&Scaffold),
        reverse_sampling::handler(&Scaffold),
    ]
}

/// All public checks of this lab.
pub fn public_checks() -> Vec<exercise::Test> {
    [
        checks::FORWARD_SAMPLING,
        checks::TRAINING_BATCH,
        checks::REVERSE_SAMPLING,
    ]
    .concat()
}
