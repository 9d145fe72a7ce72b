//! Notebook to answers and helper cells.

use exercise::Exercise;
use notebook_file::{Answer as Found, Extraction, extract_answers};

use crate::work::Helper;
use crate::{Answer, Grader, Place, Rejection, Standing, State, Work};

/// No answer of a person is longer; the judge itself reads only cells up to this size.
const MAX_CELL: usize = 100_000;

pub(super) fn extract<'a>(_: &'a Grader, mut work: Work<'a>) -> Result<Work<'a>, Rejection> {
    let lab = work.lab()?;
    let extraction = extract_answers(&work.notebook, &lab.released);
    work.answers = lab
        .lab
        .answers
        .iter()
        .filter_map(|group| group.first())
        .map(|e| answer(e, &extraction))
        .collect();
    work.manual = lab
        .manual
        .iter()
        .map(|task| task.record(&extraction.written))
        .collect();
    work.notes = extraction.notes.iter().map(ToString::to_string).collect();
    for helper in &extraction.helpers {
        let cell = helper.place.number;
        if helper.source.len() > MAX_CELL {
            work.notes.push(format!(
                "cell {cell} was left out: {}",
                too_long(helper.source.len())
            ));
        } else {
            work.helpers.push(Helper {
                source: helper.source.clone(),
                cell,
            });
        }
    }
    work.notebook = notebook_file::sanitise(&lab.released, &extraction);
    Ok(work)
}

fn answer(exercise: &Exercise, extraction: &Extraction) -> Answer {
    let (place, standing) = match extraction.answer(exercise.answer) {
        Some(Found::Found { source, place, .. }) => (Some(*place), given(source)),
        Some(Found::Untouched { place }) => (
            Some(*place),
            out(State::Todo, "the answer cell is as it was released"),
        ),
        Some(Found::Missing) | None => {
            (None, out(State::Missing, "the notebook has no such answer"))
        }
    };
    let place = place.map(|place| Place {
        cell: place.number,
        line: None,
    });
    Answer {
        id: exercise.answer.into(),
        trait_name: exercise.trait_name.into(),
        place,
        standing,
        dropped: Vec::new(),
    }
}

fn given(source: &str) -> Standing {
    if source.len() > MAX_CELL {
        return out(State::Refused, &too_long(source.len()));
    }
    Standing::Given(source.to_owned())
}

fn out(state: State, message: &str) -> Standing {
    Standing::Out(state, message.into())
}

fn too_long(length: usize) -> String {
    format!("expected a cell of at most {MAX_CELL} bytes, got {length}")
}
