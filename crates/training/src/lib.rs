//! Training, sampling and measuring networks that make digits.
//!
//! It knows no lab: a lab brings a network ([`Denoiser`]), numbers ([`Plan`]) and a loss, and gets a [`Trainer`] with progress,
//! checkpoints and a loss curve, a [`Sampler`], [`Weights`] under PyTorch's names, and a [`Quality`] that is measured.
//! A [`Recipe`] puts these together for `cargo noisebook train`.

mod average;
mod checkpoint;
mod classifier;
mod clip;
mod denoiser;
mod error;
mod history;
mod live;
mod memory;
mod min_snr;
mod plan;
mod profile;
mod quality;
mod recipe;
mod sampling;
mod trainer;
mod weights;

pub use average::Average;
pub use classifier::{ClassifierRecipe, DigitClassifier};
pub use clip::clip_norm;
pub use denoiser::Denoiser;
pub use error::TrainingError;
pub use history::History;
pub use live::LiveFigure;
pub use memory::{peak_memory, resident_memory};
pub use min_snr::{MinSnr, weighted};
pub use plan::{Plan, RateSchedule};
pub use profile::{PROFILE_VARIABLE, Profile};
pub use quality::{HeldOut, Quality};
pub use recipe::{AnyRecipe, Job, Notes, Objective, Recipe};
pub use sampling::{Sampled, Sampler, State};
pub use trainer::Trainer;
pub use weights::{Precision, Provenance, Weights};

/// Compiles and runs the example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
