//! Lab `forward`: the forward process of diffusion models.

mod arguments;
mod checks;
pub mod demands;
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

pub(crate) use arguments::schedule as whole_tables;
pub use demos::{
    Benchmark, DerivationDemo, Equivalence, ForwardJumpDemo, OneStep, ReparameterizationDemo,
    Throughput, TrainingDemo, TrainingSamples, lab_figure, schedule_figure, schedule_table,
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
    manual: &[
        read(
            "5a",
            "Why there is no μ + σ·ε for a class",
            1,
            &["discussion-1"],
        ),
        read("5b", "A schedule for larger images", 1, &["discussion-2"]),
        read("5c", "Jumps without a Gaussian", 1, &["discussion-3"]),
        read("5d", "A failed check, and a guard", 2, &["discussion-5"]),
    ],
};

/// A discussion, counted in section 5.
const fn read(
    id: &'static str,
    title: &'static str,
    points: u32,
    cells: &'static [&'static str],
) -> exercise::Manual {
    exercise::Manual {
        id,
        section: 5,
        title,
        points,
        cells,
    }
}

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
