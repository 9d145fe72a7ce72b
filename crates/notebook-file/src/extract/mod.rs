//! The student's part of a submission: answers, texts and helper cells, found against the released notebook.
//!
//! An answer is looked for in four stages, and the first stage with a *changed* cell wins:
//! 1. code cells with the answer's id in the course's metadata;
//! 2. untagged code cells with the released cell's Jupyter id (a tool stripped the metadata);
//! 3. other code cells with the released cell's `impl <Trait> for <Type>` line (the answer was moved or its id renamed);
//! 4. when no cell of the submission has a role any more: the untagged cell most like the released one.
//!
//! If a stage gives several changed cells, copies of one text count once, and of different texts the first in order
//! is taken and the others are reported as [`Note::Duplicated`]. A blank cell counts as missing.

mod released;
mod search;
mod written;

use std::fmt;

use crate::model::{Notebook, Place};
use crate::source::blank_directives;
use released::Released;
use search::Search;
pub use written::Written;

/// What was found for one exercise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The student's own source, line ends made `\n`.
    Found {
        /// The whole cell; kernel directives are emptied, so that lines count as in the cell.
        source: String,
        /// Where it stands in the submission.
        place: Place,
        /// How it was found.
        by: FoundBy,
    },
    /// The scaffold as it was released, up to white space.
    Untouched {
        /// Where it stands in the submission.
        place: Place,
    },
    /// No cell, or only blank ones.
    Missing,
}

/// How an answer's cell was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoundBy {
    /// The id in the course's metadata.
    Id,
    /// Jupyter's cell id.
    CellId,
    /// The line `impl <Trait> for <Type>`.
    ImplLine,
    /// Lines in common with the released cell.
    Likeness,
}

/// A code cell that the student added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Helper {
    /// Its source; kernel directives are emptied, so that lines count as in the cell.
    pub source: String,
    /// Where it stands in the submission.
    pub place: Place,
}

/// What the student or the grader should know about the submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// The submission names another lab, or none.
    OtherLab {
        /// The released notebook's lab.
        expected: Option<String>,
        /// The submission's.
        got: Option<String>,
    },
    /// Several different answers: the first was taken.
    Duplicated {
        /// The answer.
        id: String,
        /// The cell that was taken.
        taken: Place,
        /// The cells that were not.
        ignored: Vec<Place>,
    },
    /// The answer was found without its id.
    Recovered {
        /// The answer.
        id: String,
        /// Where it stands.
        place: Place,
        /// How it was found.
        by: FoundBy,
    },
    /// An answer cell with an id that the lab does not have.
    UnknownId {
        /// The id.
        id: String,
        /// Where it stands.
        place: Place,
    },
}

/// All that is taken from a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extraction {
    /// One entry per answer id of the released notebook, in its order.
    pub answers: Vec<(String, Answer)>,
    /// Code cells that the student added, in order.
    pub helpers: Vec<Helper>,
    /// The student's texts: predictions and discussions.
    pub written: Vec<Written>,
    /// What was unusual.
    pub notes: Vec<Note>,
}

impl Extraction {
    /// What was found for the exercise `id`.
    pub fn answer(&self, id: &str) -> Option<&Answer> {
        self.answers
            .iter()
            .find(|(known, _)| known == id)
            .map(|(_, answer)| answer)
    }

    /// The student's own source for the exercise `id`; nothing if untouched or missing.
    pub fn source(&self, id: &str) -> Option<&str> {
        match self.answer(id)? {
            Answer::Found { source, .. } => Some(source),
            Answer::Untouched { .. } | Answer::Missing => None,
        }
    }
}

/// Finds the student's part of `submission`: a pure function of both notebooks, linear in their size up to sorting.
pub fn extract_answers(submission: &Notebook, released: &Notebook) -> Extraction {
    let original = Released::new(released);
    let mut search = Search::new(submission, &original);
    let answers = original
        .answers
        .iter()
        .map(|cell| (cell.id.to_owned(), search.answer(cell)))
        .collect();
    Extraction {
        answers,
        helpers: search.helpers(),
        written: written::collect(submission, released),
        notes: lab_note(submission, released)
            .into_iter()
            .chain(search.into_notes())
            .collect(),
    }
}

fn lab_note(submission: &Notebook, released: &Notebook) -> Option<Note> {
    let lab = |notebook: &Notebook| notebook.lab().map(|tag| tag.lab.to_owned());
    let (expected, got) = (lab(released), lab(submission));
    (expected != got).then_some(Note::OtherLab { expected, got })
}

impl Helper {
    fn new(source: &str, place: Place) -> Self {
        Self {
            source: blank_directives(source),
            place,
        }
    }
}

impl fmt::Display for FoundBy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Id => "its id",
            Self::CellId => "Jupyter's cell id",
            Self::ImplLine => "its `impl` line",
            Self::Likeness => "its text",
        })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherLab { expected, got } => {
                let name = |lab: &Option<String>| {
                    lab.as_ref()
                        .map_or("no lab".into(), |lab| format!("lab `{lab}`"))
                };
                write!(
                    f,
                    "expected a notebook of {}, got one of {}",
                    name(expected),
                    name(got)
                )
            }
            Self::Duplicated { id, taken, ignored } => {
                let ignored: Vec<_> = ignored.iter().map(Place::to_string).collect();
                write!(
                    f,
                    "answer `{id}` stands in several cells: {taken} was taken, {} not",
                    ignored.join(", ")
                )
            }
            Self::Recovered { id, place, by } => {
                write!(f, "answer `{id}` was found in {place} by {by}")
            }
            Self::UnknownId { id, place } => write!(f, "{place} has the unknown answer id `{id}`"),
        }
    }
}
