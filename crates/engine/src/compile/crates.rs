//! Crates, before and after they are compiled.

use std::path::PathBuf;

use super::Diagnostic;

/// What comes out of a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Items: linked to by later crates.
    Items,
    /// Statements: loaded and called.
    Statements,
}

impl Kind {
    /// The compiler's word for it.
    pub fn crate_type(self) -> &'static str {
        match self {
            Self::Items => "dylib",
            Self::Statements => "cdylib",
        }
    }

    /// What names of such crates begin with.
    pub fn letter(self) -> char {
        match self {
            Self::Items => 'c',
            Self::Statements => 's',
        }
    }
}

/// Which crate it is.
#[derive(Clone, Copy, Debug)]
pub enum Naming<'a> {
    /// One of its own.
    New,
    /// Another version of the crate `name`, in files named `file`.
    Version { name: &'a str, file: &'a str },
}

/// A compiled crate, or why not.
pub struct Compiled {
    /// The crate's name.
    pub name: String,
    /// The name of its files.
    pub file: String,
    /// The shared object, if there are no errors.
    pub object: Option<PathBuf>,
    /// All messages.
    pub diagnostics: Vec<Diagnostic>,
}
