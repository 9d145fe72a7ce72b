//! What the kernel knows of a session without asking the engine, which may be busy with a cell.

mod complete;
mod cursor;
mod glob;
mod history;
mod inspect;
mod is_complete;
mod items;
mod members;
mod open;
mod prelude;
mod session;

pub(crate) use complete::{Completion, complete};
pub(crate) use inspect::inspect;
pub(crate) use is_complete::{State, is_complete};
pub(crate) use session::Session;
