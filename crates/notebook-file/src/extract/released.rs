//! The released notebook, indexed for questions about a submission's cells.

use std::collections::HashSet;

use crate::model::{Cell, Notebook};
use crate::source::{Impl, impls, likeness, sorted_lines, squeezed};

/// Share of common lines from which an untagged cell counts as a version of a released one.
pub(super) const ALIKE: f64 = 0.6;

pub(super) struct Released<'a> {
    pub answers: Vec<AnswerCell<'a>>,
    other_lines: Vec<Vec<&'a str>>,
    other_ids: HashSet<&'a str>,
    other_sources: HashSet<String>,
}

/// The released cell of one exercise: its scaffold.
pub(super) struct AnswerCell<'a> {
    pub id: &'a str,
    pub cell_id: Option<&'a str>,
    pub source: &'a str,
    pub implements: Option<Impl<'a>>,
}

impl<'a> Released<'a> {
    pub fn new(notebook: &'a Notebook) -> Self {
        let mut answers: Vec<AnswerCell<'a>> = Vec::new();
        let mut others = Vec::new();
        for code in notebook.code_cells() {
            match code.cell.answer_id() {
                Some(id) if answers.iter().all(|known| known.id != id) => {
                    answers.push(AnswerCell::new(id, code.cell))
                }
                Some(_) => {}
                None => others.push(code.cell),
            }
        }
        let other_ids = others
            .iter()
            .filter_map(|cell| cell.id.as_deref())
            .collect();
        let other_sources = others.iter().map(|cell| squeezed(&cell.source)).collect();
        let other_lines = others
            .iter()
            .map(|cell| sorted_lines(&cell.source))
            .collect();
        Self {
            answers,
            other_lines,
            other_ids,
            other_sources,
        }
    }

    pub fn has_answer(&self, id: &str) -> bool {
        self.answers.iter().any(|answer| answer.id == id)
    }

    /// Whether an untagged `cell` is a released cell that is no answer.
    pub fn is_other(&self, cell: &Cell) -> bool {
        cell.id
            .as_deref()
            .is_some_and(|id| self.other_ids.contains(id))
            || self.other_sources.contains(&squeezed(&cell.source))
    }

    /// Whether `cell` resembles a released cell that is no answer.
    pub fn resembles_other(&self, cell: &Cell) -> bool {
        let lines = sorted_lines(&cell.source);
        self.other_lines
            .iter()
            .any(|other| likeness(other, &lines) >= ALIKE)
    }
}

impl<'a> AnswerCell<'a> {
    fn new(id: &'a str, cell: &'a Cell) -> Self {
        let implements = impls(&cell.source).next();
        Self {
            id,
            cell_id: cell.id.as_deref(),
            source: &cell.source,
            implements,
        }
    }
}
