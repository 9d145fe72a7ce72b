//! Notebooks made of released cells and somebody's answers.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::extract::Extraction;
use crate::model::Notebook;

/// Answers for which the released notebook has no cell.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no answer cell for `{}`: the notebook has `{}`", .unknown.join("`, `"), .known.join("`, `"))]
pub struct UnknownAnswers {
    /// The ids given that the notebook does not have.
    pub unknown: Vec<String>,
    /// The ids that the notebook has.
    pub known: Vec<String>,
}

/// The released notebook with `answers` (id to source) in its answer cells; ids that are not given keep the scaffold.
pub fn fill(
    released: &Notebook,
    answers: &BTreeMap<String, String>,
) -> Result<Notebook, UnknownAnswers> {
    let known = released.answer_ids();
    let unknown: Vec<_> = answers
        .keys()
        .filter(|id| !known.contains(&id.as_str()))
        .cloned()
        .collect();
    if !unknown.is_empty() {
        return Err(UnknownAnswers {
            unknown,
            known: known.into_iter().map(str::to_owned).collect(),
        });
    }
    Ok(replace(released, |id| answers.get(id).map(String::as_str)))
}

/// The released notebook with the student's answers and texts: of every other cell the released version stands.
pub fn sanitise(released: &Notebook, extraction: &Extraction) -> Notebook {
    let mut notebook = replace(released, |id| extraction.source(id));
    for written in &extraction.written {
        if let Some(cell) = notebook.cells.get_mut(written.released) {
            cell.source.clone_from(&written.source);
        }
    }
    notebook
}

fn replace<'a>(released: &Notebook, source: impl Fn(&str) -> Option<&'a str>) -> Notebook {
    let mut notebook = released.clone();
    for cell in &mut notebook.cells {
        if let Some(source) = cell.answer_id().and_then(&source) {
            source.clone_into(&mut cell.source);
            cell.clear_output();
        }
    }
    notebook
}
