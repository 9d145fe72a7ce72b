//! Errors as a reader sees them: the compiler's words, at the cell's own lines.

mod place;
mod render;
mod tidy;

use std::collections::HashMap;

use crate::compile::Diagnostic;
use crate::failed::Failed;
use crate::generated::Generated;
use crate::session::Engine;
use render::render;
pub use render::{at_place, at_range};
use tidy::tidy;

/// A cell that could not be compiled or did not end well.
#[derive(Clone, Debug, PartialEq)]
pub struct CellError {
    /// Kind: the compiler's code such as `E0382`, the error's type, `panic`.
    pub name: String,
    /// One line.
    pub message: String,
    /// The whole, line by line, with ANSI colours.
    pub trace: Trace,
}

/// Lines for a reader.
pub type Trace = Vec<String>;

/// Texts of cells by their number.
pub type Texts = HashMap<usize, String>;

/// Turns the compiler's errors into one for the reader; `None` when there are none.
pub fn errors(
    diagnostics: &[Diagnostic],
    generated: &Generated,
    texts: &Texts,
) -> Option<CellError> {
    let errors: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|d| d.level == "error" && !is_summary(d))
        .collect();
    let first = errors.first()?;
    let trace = errors
        .iter()
        .flat_map(|error| render(error, generated, texts))
        .collect();
    let name = first
        .code
        .as_ref()
        .map_or_else(|| "syntax error".to_owned(), |code| code.code.clone());
    Some(CellError {
        name,
        message: tidy(&first.message),
        trace,
    })
}

/// All errors of a crate for the reader.
pub fn report(engine: &Engine, failed: &Failed) -> CellError {
    errors(&failed.diagnostics, &failed.generated, &engine.texts).unwrap_or_else(|| {
        let message = "the cell could not be compiled".to_owned();
        CellError {
            name: "compile error".into(),
            trace: vec![message.clone()],
            message,
        }
    })
}

/// The first error's own line.
pub fn first_words(failed: &Failed) -> String {
    let first = failed
        .diagnostics
        .iter()
        .find(|diagnostic| diagnostic.level == "error");
    first.map_or_else(String::new, |error| tidy(&error.message))
}

/// The name that an error finds nothing behind.
pub fn unknown_value(diagnostic: &Diagnostic) -> Option<&str> {
    let unknown = diagnostic
        .code
        .as_ref()
        .is_some_and(|code| code.code == "E0425");
    diagnostic.message.split('`').nth(1).filter(|_| unknown)
}

fn is_summary(diagnostic: &Diagnostic) -> bool {
    diagnostic.spans.is_empty() && diagnostic.message.starts_with("aborting due to")
}
