//! What a reader is told when a cell cannot run at all.

use engine::{CellError, EngineError};
use kit::KitError;

pub(super) fn interrupted() -> CellError {
    told("interrupted", "the cell was interrupted before it ran")
}

pub(super) fn no_kit(error: &KitError) -> CellError {
    told("set-up", &error.to_string())
}

pub(super) fn no_engine(error: &EngineError) -> CellError {
    told(
        "engine",
        &format!(
            "the process that runs cells cannot be started: {error}\nhint: run `cargo noisebook setup`"
        ),
    )
}

pub(super) fn engine_failed(error: &EngineError) -> CellError {
    told(
        "engine",
        &format!(
            "{error}\nhint: the session goes on; run the cell again, and restart the kernel if that does not help"
        ),
    )
}

pub(super) fn engine_lost() -> CellError {
    told(
        "engine",
        "the engine failed and was replaced: all variables, functions and types are gone\nhint: run the cells again from the first",
    )
}

/// An error in words; the first line is the message.
fn told(name: &str, text: &str) -> CellError {
    let trace: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    let message = trace.first().cloned().unwrap_or_default();
    CellError {
        name: name.to_owned(),
        message,
        trace,
    }
}
