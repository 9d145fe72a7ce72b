//! Answers to programs. All answers share a crate, as they share a notebook. What the compiler blames is compiled alone, with
//! the scaffold in the place of all other answers; methods that it blames even there are left out one by one, and what is
//! left goes back to the others. So no broken method, no name that two cells define and no attack on the compiler costs more
//! than itself.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::work::Program;
use crate::{Grader, Rejection, State, Work};

mod blame;
mod compile;
mod joint;
mod parts;
mod repair;

pub(super) use compile::{Compiled, Workshop};

/// Programs of answers that were compiled alone.
type Alone = BTreeMap<String, PathBuf>;

pub(super) fn build<'a>(grader: &'a Grader, mut work: Work<'a>) -> Result<Work<'a>, Rejection> {
    if joint::given(&work).is_empty() {
        return Ok(work);
    }
    let workshop = match Workshop::new(grader) {
        Ok(workshop) => workshop,
        Err(error) => return Ok(broken(work, &error)),
    };
    let mut alone = Alone::new();
    let together = joint::build(&workshop, &mut work, &mut alone);
    let apart = alone.into_iter().filter(|(id, _)| {
        let held = together.iter().any(|program| program.answers.contains(id));
        !held && is_given(&work, id)
    });
    let apart: Vec<Program> = apart
        .map(|(id, path)| Program {
            path,
            answers: vec![id],
        })
        .collect();
    work.programs.extend(together.into_iter().chain(apart));
    workshop.close(&mut work);
    Ok(work)
}

fn is_given(work: &Work<'_>, id: &str) -> bool {
    work.answers
        .iter()
        .any(|answer| answer.id == id && answer.source().is_some())
}

/// The grader's own trouble: nobody's answer is to blame.
fn broken<'a>(mut work: Work<'a>, why: &str) -> Work<'a> {
    for answer in work
        .answers
        .iter_mut()
        .filter(|answer| answer.source().is_some())
    {
        answer.reject(State::NotGraded, why, None);
    }
    work
}
