//! What the compiler says.

use serde::Deserialize;

/// One message of the compiler.
#[derive(Clone, Debug, Deserialize)]
pub struct Diagnostic {
    /// The text.
    pub message: String,
    /// Such as `E0382`.
    pub code: Option<Code>,
    /// `error`, `warning`, `note`, `help`, `failure-note`.
    pub level: String,
    /// Where.
    pub spans: Vec<Span>,
    /// Notes and helps.
    pub children: Vec<Diagnostic>,
}

/// Name of a diagnostic.
#[derive(Clone, Debug, Deserialize)]
pub struct Code {
    /// Such as `E0382` or `unused_results`.
    pub code: String,
}

/// A place in generated source; lines from 1, columns from 1 in characters.
#[derive(Clone, Debug, Deserialize)]
pub struct Span {
    pub line_start: usize,
    pub line_end: usize,
    pub column_start: usize,
    pub column_end: usize,
    pub is_primary: bool,
    pub label: Option<String>,
    pub suggested_replacement: Option<String>,
    pub expansion: Option<Box<Expansion>>,
}

/// The macro call that a span came out of.
#[derive(Clone, Debug, Deserialize)]
pub struct Expansion {
    pub span: Span,
}

impl Diagnostic {
    /// Whether it has this code.
    pub fn is(&self, code: &str) -> bool {
        self.code.as_ref().is_some_and(|own| own.code == code)
    }

    /// Whether it keeps the crate from being compiled.
    pub fn is_error(&self) -> bool {
        self.level == "error"
    }
}

/// The messages in what the compiler wrote to stderr, one JSON object a line.
pub fn read(stderr: &str) -> Vec<Diagnostic> {
    stderr
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect()
}
