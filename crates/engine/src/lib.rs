//! How a notebook cell becomes a result.
//!
//! A cell's text is split ([`source`]) into items, `use` lines and statements. Items become a dylib crate of their own, so that
//! types keep their identity from cell to cell; statements become a cdylib with one function. One `rustc` call each, against
//! the prebuilt kit; the types of new variables come out of the same call. A child process loads the objects and runs them;
//! variables live in its store. Nothing that a cell does can harm the engine's process.

mod assigned;
mod child;
mod closures;
mod compile;
mod copies;
mod define;
mod dependants;
mod deps;
mod diagnostics;
mod endings;
mod error;
mod execute;
mod extend;
mod failed;
mod generated;
mod input;
mod items;
mod mentions;
mod names;
mod numbers;
mod orders;
mod plan;
mod remarks;
mod rewrite;
mod root;
mod scratch;
mod session;
mod settle;
pub mod source;
mod statements;
mod strays;
mod toolchain;
mod unknown;
mod uses;
mod variables;
mod working;

pub use child::{Output, Sink};
pub use compile::stage_child;
pub use diagnostics::{CellError, Trace};
pub use error::EngineError;
pub use input::Input;
pub use session::{Engine, Outcome};
