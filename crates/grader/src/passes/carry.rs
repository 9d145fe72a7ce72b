//! Error carried forward: an exercise that fails, and builds on earlier ones that failed, is tested once more with the
//! reference's answers to those. What the student's code calls of them is answered from outside; no reference body enters
//! its process.

use exercise::Exercise;

use super::build::{Compiled, Workshop};
use super::run::{Bench, account, program_of};
use super::score::own_verdict;
use crate::work::{Program, Retried, Tested};
use crate::{Grader, Rejection, State, Work};

pub(super) fn carry<'a>(grader: &'a Grader, mut work: Work<'a>) -> Result<Work<'a>, Rejection> {
    let bench = Bench::new(grader, &work)?;
    let mut workshop = None;
    for exercise in bench.lab.lab.exercises() {
        let replaced = wrong_before(&bench, exercise, &work);
        let retry = !replaced.is_empty() && is_worth_it(exercise, &work);
        let Some(assistant) = bench.assistant(&replaced).filter(|_| retry) else {
            continue;
        };
        if workshop.is_none() {
            workshop = Workshop::new(grader).ok();
        }
        let program = workshop
            .as_ref()
            .and_then(|workshop| program(workshop, exercise, &replaced, &work));
        let Some(program) = program else { continue };
        let (tests, mut outcomes) = bench.exercise(exercise, &program, Some(&assistant));
        outcomes.extend(assistant.finish());
        account(&mut work, grader, &outcomes);
        work.carried.push(Retried {
            replaced: replaced.iter().map(|earlier| earlier.id).collect(),
            tested: Tested {
                exercise: exercise.id,
                tests,
            },
        });
    }
    if let Some(workshop) = workshop {
        workshop.close(&mut work);
    }
    Ok(work)
}

/// The exercises on which `exercise` builds and whose own answers are wrong.
fn wrong_before(bench: &Bench<'_>, exercise: &Exercise, work: &Work<'_>) -> Vec<&'static Exercise> {
    let earlier = bench.lab.builds_on(exercise);
    earlier
        .filter(|earlier| own_verdict(earlier, work).state != State::Passed)
        .collect()
}

/// Whether the answer was tested and failed in a way that an earlier one may have caused.
fn is_worth_it(exercise: &Exercise, work: &Work<'_>) -> bool {
    let tested = work
        .tested
        .iter()
        .any(|tested| tested.exercise == exercise.id);
    let own = own_verdict(exercise, work).state;
    tested && !matches!(own, State::Passed | State::NotGraded)
}

fn program(
    workshop: &Workshop<'_>,
    exercise: &Exercise,
    replaced: &[&Exercise],
    work: &Work<'_>,
) -> Option<Program> {
    let answers = program_of(exercise, work)?.answers.clone();
    match workshop.compile_without(work, &answers, replaced) {
        Compiled::Program(path) => Some(Program { path, answers }),
        Compiled::Failed(_) | Compiled::Limit(_) | Compiled::NotRun(_) => None,
    }
}
