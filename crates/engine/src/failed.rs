//! Crates that did not compile.

use crate::compile::{Diagnostic, Span};
use crate::generated::{Generated, Origin};

/// A crate with errors.
pub(crate) struct Failed {
    pub diagnostics: Vec<Diagnostic>,
    pub generated: Generated,
}

impl Failed {
    /// Imports of earlier cells that the compiler finds nothing behind.
    pub fn dead_imports(&self) -> Vec<String> {
        let errors = self
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.level == "error");
        let primary = errors.flat_map(|error| error.spans.iter().filter(|span| span.is_primary));
        let line = |span: &Span| match self.generated.origin(span.line_start) {
            Origin::Import(line) => Some(line.clone()),
            _ => None,
        };
        primary.filter_map(line).collect()
    }
}
