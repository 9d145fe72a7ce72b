//! The prebuilt dylib, all that a cell or an answer compiles against, and the `rustc` command for it.
//!
//! A [`Kit`] is a folder with `libnoisebook.so` and the metadata of its dependencies: what `rustc` opens, and nothing
//! else. An answer compiles against it in a fraction of a second, without cargo and without the workspace.
//!
//! [`stage()`] makes a kit from the messages of one cargo build; [`Kit::open`] finds it again and says what mends a missing or
//! stale one; [`Kit::rustc`] describes a compilation; [`answers`] writes the source and reads the diagnostics.
//!
//! What it is not: it starts no process. Commands are handed out as [`Invocation`] values, for a sandbox to run.

pub mod answers;
mod artifacts;
mod error;
mod feature;
mod generation;
mod inputs;
mod invocation;
mod kit;
mod manifest;
mod stage;
mod state;
mod toolchain;

pub use error::KitError;
pub use feature::Feature;
pub use invocation::{Compile, CrateType, Invocation};
pub use kit::Kit;
pub use stage::{Build, stage};
pub use state::state;
pub use toolchain::Toolchain;
