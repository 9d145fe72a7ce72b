//! Exercises, and how a test talks to a body of one.
//!
//! `#[exercise]` on a trait derives everything a lab needs from its signatures: metadata ([`Exercise`]), the scaffold's
//! stub bodies, an implementation for [`Subject`] that turns each method call into a [`Request`], and a [`Handler`] that
//! answers such requests with any type that implements the trait.
//!
//! A test sees only a [`Subject`]. Behind it stands a [`Channel`]: a handler in this process, or a worker in a sandbox. The
//! same test therefore judges the stub, the reference, a mutant, the student's cell in the notebook and the student's
//! process in the grader; in the last case expected values never enter the process that is judged.

mod assist;
mod call;
mod error;
pub mod expect;
pub mod frame;
mod gradient;
mod inputs;
mod metadata;
mod subject;
mod test;
#[cfg(test)]
mod tests;
mod value;
mod wire;
pub mod worker;

pub use assist::unfilled;
pub use call::{Call, Handler};
pub use error::{CallError, Failure};
pub use exercise_macros::exercise;
pub use gradient::Gradient;
pub use inputs::Inputs;
pub use metadata::{Exercise, Lab, Manual};
pub use subject::{Channel, Subject};
pub use test::{Test, TestResult, Verdict};
pub use value::{GradientRequest, MAX_LEAVES, Reply, Request, Value};
pub use wire::{Reader, Wire, Writer};
