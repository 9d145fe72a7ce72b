//! The labs: signatures and statements of the exercises, given demos, public checks.
//!
//! Each lab is a module with one `Scaffold`, which implements every exercise trait of the lab: with the feature `stub` (the
//! default) its bodies panic with the TODO, with `solution` they are the reference ones. Nothing that a student receives turns
//! `solution` on.

// The reference files are written against `labs::…`, as a student's cells are.
extern crate self as labs;

mod answer;
mod checking;
pub mod ddpm;
pub mod elbo;
pub mod film_unet;
pub mod forward;
mod guide;
mod pretrained;
mod registry;
pub mod tour;

pub use answer::{Answer, CheckReport, check, not_compiled};
pub use guide::{checklist, hint, rubric};
pub use pretrained::{pretrained, pretrained_names};
pub use registry::{LABS, Registered, registered};
