//! Lab `elbo`: the evidence lower bound of diffusion models.

mod checks;
mod coefficients;
mod data;
pub mod demands;
pub mod demos;
pub mod derivation;
mod host;
pub mod likelihood;
mod linear_reverse;
mod noise_mlp;
pub mod noise_prediction;
mod point;
mod schedules;
mod terms;
pub mod three_forces;
pub mod tractable_reverse;
pub mod training;

#[cfg(feature = "solution")]
#[path = "../../../solutions/src/elbo/mod.rs"]
mod reference;

pub use coefficients::coefficients;
pub use data::{clusters, data_figure};
pub use demos::{
    Cost, DenoisingDraws, DerivationDemo, Estimate, Forces, ForcesDemo, LikelihoodDemo, NoiseDemo,
    Pipeline, PosteriorDemo, PosteriorWeights, Trained, TrainingDemo, Validation, balance_diagram,
    bridge, derivation_diagram, practice_diagram, preview, summary_figure, validate,
};
pub use derivation::ElboDerivation;
pub use diffusion::{ArgumentError, Schedule, Step, Timestep};
pub use likelihood::SequentialLikelihood;
pub use linear_reverse::{LinearReverse, LinearStep};
pub use noise_mlp::NoiseMlp;
pub use noise_prediction::NoisePrediction;
pub use point::{Point, Trajectory, log_normal};
pub use schedules::{TIMESTEPS, scaled_schedule, unscaled_schedule};
pub use terms::{BayesTerms, KlTerms, LogProbabilities, ReindexedTerms, SeparatedTerms};
pub use three_forces::ThreeForces;
pub use tractable_reverse::TractableReverse;
pub use training::SimpleTraining;

/// Fills every exercise of this lab: with stubs that panic, or with the reference bodies under the feature `solution`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scaffold;

/// What is known of this lab.
pub const LAB: exercise::Lab = exercise::Lab {
    slug: "elbo",
    title: "The evidence lower bound",
    answers: &[
        likelihood::EXERCISES,
        derivation::EXERCISES,
        tractable_reverse::EXERCISES,
        noise_prediction::EXERCISES,
        training::EXERCISES,
        three_forces::EXERCISES,
    ],
    manual: &[exercise::Manual {
        id: "5d",
        section: 5,
        title: "Reflection",
        points: 5,
        cells: &["discussion-5"],
    }],
};

/// Handlers of [`Scaffold`], one for each answer.
pub fn scaffold() -> Vec<exercise::Handler<'static>> {
    vec![
        likelihood::handler(&Scaffold),
        derivation::handler(&Scaffold),
        tractable_reverse::handler(&Scaffold),
        noise_prediction::handler(&Scaffold),
        training::handler(&Scaffold),
        three_forces::handler(&Scaffold),
    ]
}

/// All public checks of this lab.
pub fn public_checks() -> Vec<exercise::Test> {
    [
        checks::LIKELIHOOD,
        checks::DERIVATION,
        checks::TRACTABLE_REVERSE,
        checks::NOISE_PREDICTION,
        checks::TRAINING,
        checks::THREE_FORCES,
    ]
    .concat()
}
