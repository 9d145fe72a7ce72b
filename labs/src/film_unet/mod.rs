//! Lab `film_unet`: the residual U-Net with FiLM, and digits on demand.

pub mod ancestral_sampling;
pub mod beta_schedules;
mod checks;
pub mod class_condition;
pub mod demos;
mod denoisers;
pub mod film_forward;
pub mod image_noise;
mod layers;
mod network;
mod plans;
mod schedule_kind;
mod training_run;
pub mod training_step;

#[cfg(feature = "solution")]
#[path = "../../../solutions/src/film_unet/mod.rs"]
mod reference;

pub use ancestral_sampling::AncestralSampling;
pub use beta_schedules::BetaSchedules;
pub use burn::tensor::activation::silu;
pub use class_condition::ClassCondition;
pub use convolution::Convolve;
pub use demos::{
    Convergence, Emerging, Experiment, ExperimentError, RecognitionError, Sampling,
    architecture_diagram, batch_sizes, block_diagram, class_grid, class_labels, class_recognition,
    coefficient_table, compare_orders, compare_schedules, convergence, design_choices, digit_grid,
    embedding_figure, given_conditional, given_network, lost_in_the_norm, modulation_figure,
    noise_strip, schedule_figure, schedule_table, shape_walk, tuning_choices,
};
pub use denoisers::{ConditionalDenoiser, FilmDenoiser};
pub use diffusion::{ArgumentError, Schedule, Step, Timestep};
pub use film_forward::FilmForward;
pub use image_noise::ImageNoise;
pub use layers::{
    ClassEmbedding, ConditionalUNet, FilmUNet, Order, OriginalOrder, ResidualBlock, UNetConfig,
};
pub use network::{AffineNoise, Network};
pub use plans::{film_config, film_plan, loss_weights};
pub use schedule_kind::{ScheduleKind, linear_schedule, respaced, schedule, spread};
pub use training_run::Training;
pub use training_step::TrainingStep;

/// Fills every exercise of this lab: with stubs that panic, or with the reference bodies under the feature `solution`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scaffold;

/// What is known of this lab.
pub const LAB: exercise::Lab = exercise::Lab {
    slug: "film_unet",
    title: "The residual U-Net with FiLM",
    answers: &[
        image_noise::EXERCISES,
        film_forward::EXERCISES,
        training_step::EXERCISES,
        ancestral_sampling::EXERCISES,
        class_condition::EXERCISES,
        beta_schedules::EXERCISES,
    ],
    manual: &[exercise::Manual {
        id: "7a",
        section: 7,
        title: "Reflection",
        points: 5,
        cells: &["discussion-7"],
    }],
};

/// Handlers of [`Scaffold`], one for each answer.
pub fn scaffold() -> Vec<exercise::Handler<'static>> {
    vec![
        image_noise::handler(&Scaffold),
        film_forward::handler(&Scaffold),
        training_step::handler(&Scaffold),
        ancestral_sampling::handler(&Scaffold),
        class_condition::handler(&Scaffold),
        beta_schedules::handler(&Scaffold),
    ]
}

/// All public checks of this lab.
pub fn public_checks() -> Vec<exercise::Test> {
    [
        checks::IMAGE_NOISE,
        checks::FILM_FORWARD,
        checks::TRAINING_STEP,
        checks::ANCESTRAL_SAMPLING,
        checks::CLASS_CONDITION,
        checks::BETA_SCHEDULES,
    ]
    .concat()
}
