//! Answers to programs. All answers share a crate, as they share a notebook; those that the compiler blames are taken out, and
//! each of them gets a second chance in a crate where the scaffold stands in for all other answers. So no broken answer, no
//! name that two cells define and no attack on the compiler costs more than its own cell.

use crate::work::Program;
use crate::{Grader, Rejection, State, Work};

mod blame;
mod compile;
mod joint;

use blame::Failed;
use compile::{Compiled, Workshop};

pub(super) fn build<'a>(grader: &'a Grader, mut work: Work<'a>) -> Result<Work<'a>, Rejection> {
    let given = joint::given(&work);
    if given.is_empty() {
        return Ok(work);
    }
    let workshop = match Workshop::new(grader) {
        Ok(workshop) => workshop,
        Err(error) => return Ok(broken(work, &error)),
    };
    let blamed = joint::build(&workshop, &mut work, given);
    for id in blamed {
        alone(&workshop, &mut work, &id);
    }
    work.times.build_cpu = workshop.cpu_seconds();
    work.folder = Some(workshop.into_folder());
    Ok(work)
}

/// One answer in a crate of its own: if that fails too, its state says why.
fn alone(workshop: &Workshop<'_>, work: &mut Work<'_>, id: &str) {
    let compiled = workshop.compile(work, &[id.to_owned()]);
    let Some(answer) = work.answers.iter_mut().find(|answer| answer.id == id) else {
        return;
    };
    match compiled {
        Compiled::Program(path) => work.programs.push(Program {
            path,
            answers: vec![id.to_owned()],
        }),
        Compiled::Failed(Failed { diagnostics, .. }) => {
            let first = diagnostics
                .iter()
                .find(|found| found.answer() == Some(id))
                .or(diagnostics.first());
            let (message, line) = first.map_or_else(Default::default, |found| {
                (found.rendered.clone(), found.line_of(id))
            });
            answer.reject(State::CompileError, message, line);
        }
        Compiled::Limit(why) => answer.reject(
            State::CompileError,
            format!("the compiler was stopped: {why}"),
            None,
        ),
        Compiled::NotRun(why) => answer.reject(State::NotGraded, why, None),
    }
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
