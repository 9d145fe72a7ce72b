//! The crate of all answers.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::Alone;
use super::blame::Failed;
use super::compile::{Compiled, Workshop};
use super::repair::repair;
use crate::Work;
use crate::work::Program;

/// The ids of the answers that can be compiled.
pub(super) fn given(work: &Work<'_>) -> Vec<String> {
    work.answers
        .iter()
        .filter(|answer| answer.source().is_some())
        .map(|answer| answer.id.clone())
        .collect()
}

/// Compiles all given answers together. Those that the compiler blames are repaired alone, and come back if that took
/// something out of them; else they stay alone. Each round repairs an answer or takes one or a helper cell out, so the rounds
/// end.
pub(super) fn build(
    workshop: &Workshop<'_>,
    work: &mut Work<'_>,
    alone: &mut Alone,
) -> Option<Program> {
    let mut ids = given(work);
    while !ids.is_empty() {
        let failed = match workshop.compile(work, &ids) {
            Compiled::Program(path) => return Some(Program { path, answers: ids }),
            Compiled::Failed(failed) => Some(failed),
            Compiled::Limit(_) | Compiled::NotRun(_) => None,
        };
        if failed
            .as_ref()
            .is_some_and(|failed| drop_helpers(work, failed))
        {
            continue;
        }
        let named = failed.map(|failed| failed.answers()).unwrap_or_default();
        let nobody = ids.iter().all(|id| !named.contains(id));
        ids.retain(|id| {
            let blamed = nobody || named.contains(id);
            !blamed || (!alone.contains_key(id) && returns(workshop, work, alone, id) && !nobody)
        });
    }
    None
}

/// Repairs an answer; whether it is another one now.
fn returns(workshop: &Workshop<'_>, work: &mut Work<'_>, alone: &mut Alone, id: &str) -> bool {
    let repaired: Option<(PathBuf, bool)> = repair(workshop, work, id);
    let Some((path, changed)) = repaired else {
        return false;
    };
    alone.insert(id.to_owned(), path);
    changed
}

/// Takes out the helper cells that the compiler blames.
fn drop_helpers(work: &mut Work<'_>, failed: &Failed) -> bool {
    let blamed: BTreeSet<usize> = failed
        .diagnostics
        .iter()
        .filter_map(|found| found.helper())
        .collect();
    for index in blamed.iter().rev() {
        let cell = work.helpers.remove(*index).cell;
        let first = failed
            .diagnostics
            .iter()
            .find(|found| found.helper() == Some(*index));
        let message = first.map_or("it does not compile", |found| found.message.as_str());
        work.notes
            .push(format!("cell {cell} was left out: {message}"));
    }
    !blamed.is_empty()
}
