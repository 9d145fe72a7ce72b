//! A Jupyter kernel whose cells are Rust.
//!
//! It speaks Jupyter's protocol 5.4 and leaves cells to [`engine`]. Two threads: one talks (shell, control, iopub and heartbeat
//! on one async runtime), the other owns the engine and runs one cell at a time. What a client asks about the session
//! (completion, inspection, history) is answered by the first from what it has seen, so that it never waits for a cell.
//!
//! What it is not: it knows no rustc and no burn, and nothing that a cell does happens in its process.

mod connection;
mod control;
mod execute;
mod expressions;
mod heartbeat;
mod incoming;
mod info;
mod interrupt;
mod kernel;
mod knowledge;
mod output;
mod parent;
mod publish;
mod replies;
mod running;
mod serve;
mod shell;
mod signals;
mod start;
mod stdin;
mod warm;
mod worker;

pub use serve::serve;
pub use start::{Options, StartError};
