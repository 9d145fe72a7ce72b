//! The crate of all answers.

use std::collections::BTreeSet;

use super::blame::Failed;
use super::compile::{Compiled, Workshop};
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

/// Compiles `ids` together, without those that the compiler blames. Gives the blamed back: all that are left when it blames
/// nobody. Each round takes out an answer or a helper cell, so there are at most as many rounds as cells, and one.
pub(super) fn build(
    workshop: &Workshop<'_>,
    work: &mut Work<'_>,
    mut ids: Vec<String>,
) -> Vec<String> {
    let mut blamed = Vec::new();
    while !ids.is_empty() {
        match workshop.compile(work, &ids) {
            Compiled::Program(path) => {
                work.programs.push(Program { path, answers: ids });
                return blamed;
            }
            Compiled::Failed(failed) if drop_helpers(work, &failed) => {}
            Compiled::Failed(failed) => {
                let named: BTreeSet<&str> = failed
                    .diagnostics
                    .iter()
                    .filter_map(|found| found.answer())
                    .collect();
                let (bad, good): (Vec<_>, Vec<_>) =
                    ids.into_iter().partition(|id| named.contains(id.as_str()));
                if bad.is_empty() {
                    return [blamed, good].concat();
                }
                blamed.extend(bad);
                ids = good;
            }
            Compiled::Limit(_) | Compiled::NotRun(_) => return [blamed, ids].concat(),
        }
    }
    blamed
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
