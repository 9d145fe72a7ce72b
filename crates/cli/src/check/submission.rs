//! The answers in a notebook.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use kit::answers::{Answer, Answers, items_only};
use notebook_file::{Notebook, extract_answers, implemented_trait};

use crate::course::Course;
use crate::errors::Hint;

/// Reads the answers in `path`, which is some state of one of the course's notebooks.
pub fn read(path: &Path, course: &Course) -> Result<Answers> {
    let submission = open(path)?;
    let lab = submission
        .lab()
        .map(|tag| tag.lab.to_owned())
        .with_context(|| format!("`{}` does not say which lab it belongs to", path.display()))
        .hint("check a notebook of this course, with its metadata; `tour` and notebooks of your own have no checks")?;
    let released = open(&course.notebook(&lab)?)?;
    answers(lab, &submission, &released)
}

fn open(path: &Path) -> Result<Notebook> {
    Notebook::open(path).map_err(|error| {
        let hint = error.hint();
        let cause = anyhow!("cannot read `{}`: {error}", path.display());
        Err::<(), _>(cause).hint(hint).unwrap_err()
    })
}

fn answers(lab: String, submission: &Notebook, released: &Notebook) -> Result<Answers> {
    let extraction = extract_answers(submission, released);
    let answer = |id: &str| {
        let trait_name = trait_name(released, id)
            .with_context(|| format!("the released answer cell `{id}` implements no trait"))?;
        let source = extraction.source(id).map(items_only);
        Ok(Answer {
            id: id.to_owned(),
            trait_name,
            source,
        })
    };
    Ok(Answers {
        lab,
        setup: items_only(&released.setup_source()),
        helpers: extraction
            .helpers
            .iter()
            .map(|helper| items_only(&helper.source))
            .collect(),
        answers: released
            .answer_ids()
            .into_iter()
            .map(answer)
            .collect::<Result<_>>()?,
        broken: Vec::new(),
    })
}

fn trait_name(released: &Notebook, id: &str) -> Option<String> {
    let mut cells = released
        .code_cells()
        .filter(|code| code.cell.answer_id() == Some(id));
    cells
        .find_map(|code| implemented_trait(&code.cell.source))
        .map(str::to_owned)
}
