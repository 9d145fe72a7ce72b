//! Lab `forward`: the forward process of diffusion models.

mod arguments;
mod checks;
pub mod demos;
pub mod derivation;
pub mod jump;
mod noise_scheduler;
pub mod reparameterization;
pub mod schedules;
pub mod training;
mod validation;

#[cfg(feature = "solution")]
#[path = "../../../solutions/src/forward/mod.rs"]
mod reference;

pub use demos::{
    Benchmark, DerivationDemo, Equivalence, ForwardJumpDemo, OneStep, ReparameterizationDemo,
    Throughput, TrainingDemo, TrainingSamples, schedule_figure, schedule_table,
};
pub use derivation::{ForwardJumpDerivation, InductionRow, TwoStepExpansion};
pub use diffusion::{ArgumentError, Schedule, Timestep};
pub use jump::ForwardJump;
pub use noise_scheduler::{NoiseScheduler, ScheduleKind};
pub use noisebook_runtime::noise_like;
pub use reparameterization::Reparameterization;
pub use schedules::NoiseSchedules;
pub use training::TrainingData;
pub use validation::{
    Finding, Validation, ValidationReport, extreme_timesteps, precision_limits, stability_figure,
    stability_fixes,
};

/// Fills every exercise of this lab: with stubs that panic, or with the reference bodies under the feature `solution`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scaffold;

/// What is known of this lab.
pub const LAB: exercise::Lab = exercise::Lab {
    slug: "forward",
    title: "The forward process",
    answers: &[
        reparameterization::EXERCISES,
        schedules::EXERCISES,
        jump::EXERCISES,
        derivation::EXERCISES,
        training::EXERCISES,
    ],
};

/// Handlers of [`Scaffold`], one for each answer.
pub fn scaffold() -> Vec<exercise::Handler<'static>> {
    vec![
        reparameterization::handler(&Scaffold),
        schedules::handler(&Scaffold),
        jump::handler(&Scaffold),
        derivation::handler(&Scaffold),
        training::handler(&Scaffold),
    ]
}

/// All public checks of this lab.
pub fn public_checks() -> Vec<exercise::Test> {
    [
        checks::REPARAMETERIZATION,
        checks::SCHEDULES,
        checks::JUMP,
        checks::DERIVATION,
        checks::TRAINING,
    ]
    .concat()
}
