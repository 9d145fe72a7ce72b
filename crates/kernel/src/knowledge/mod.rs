//! What the kernel knows of a session without asking the engine, which may be busy with a cell.

mod complete;
mod cursor;
mod glob;
mod history;
mod infer;
mod inspect;
mod is_complete;
mod items;
mod library;
mod locals;
mod open;
mod own;
mod scope;
mod session;
#[cfg(test)]
mod tests;
mod types;
mod words;

pub(crate) use complete::{Completion, complete};
pub(crate) use inspect::{Description, inspect};
pub(crate) use is_complete::{State, is_complete};
pub(crate) use library::Library;
pub(crate) use session::Session;
