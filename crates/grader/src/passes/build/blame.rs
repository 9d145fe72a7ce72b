//! Whose an error of the compiler is.

use std::collections::BTreeSet;

use kit::answers::{Diagnostic, Place};

/// The errors, in terms of cells.
pub(in crate::passes) struct Failed {
    pub(super) diagnostics: Vec<Blame>,
}

/// An error and whose it is.
pub(in crate::passes) struct Blame(pub(super) Diagnostic);

impl Failed {
    /// Ids of the answers that the errors point into.
    pub(super) fn answers(&self) -> BTreeSet<String> {
        let blamed = self.diagnostics.iter().filter_map(|found| found.answer());
        blamed.map(str::to_owned).collect()
    }
}

impl std::ops::Deref for Blame {
    type Target = Diagnostic;

    fn deref(&self) -> &Diagnostic {
        &self.0
    }
}

impl Blame {
    pub(super) fn answer(&self) -> Option<&str> {
        match &self.0.place {
            Some(Place::Answer(id)) => Some(id),
            _ => None,
        }
    }

    pub(super) fn helper(&self) -> Option<usize> {
        match self.0.place {
            Some(Place::Helper(index)) => Some(index),
            _ => None,
        }
    }

    /// The line, if it is one of the answer `id`.
    pub(super) fn line_of(&self, id: &str) -> Option<usize> {
        self.0.line.filter(|_| self.answer() == Some(id))
    }
}
