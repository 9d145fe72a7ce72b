//! One answer in a crate of its own, without what does not compile in it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::blame::{Blame, Failed};
use super::compile::{Compiled, Workshop};
use super::parts::{Part, parts, without};
use crate::work::Dropped;
use crate::{Answer, State, Work};

/// After so many rounds of errors the whole cell counts as broken.
const ROUNDS: usize = 8;

/// Compiles the answer `id` alone and leaves out functions that the compiler blames, round by round. Gives the program and
/// whether something was left out; nothing when the answer as a whole cannot be compiled, and its standing says why.
pub(super) fn repair(
    workshop: &Workshop<'_>,
    work: &mut Work<'_>,
    id: &str,
) -> Option<(PathBuf, bool)> {
    let mut reasons = Reasons::default();
    let mut failed = None;
    for round in 0..ROUNDS {
        let compiled = workshop.compile(work, &[id.to_owned()]);
        let answer = work.answers.iter_mut().find(|answer| answer.id == id)?;
        match compiled {
            Compiled::Program(path) => return Some((path, round > 0)),
            Compiled::Failed(found) => {
                let left_out = leave_out(answer, &found, &mut reasons);
                let first = failed.get_or_insert(found);
                if !left_out {
                    reject(answer, first);
                    return None;
                }
            }
            Compiled::Limit(why) => {
                let message = format!("the compiler was stopped: {why}");
                answer.reject(State::CompileError, message, None);
                return None;
            }
            Compiled::NotRun(why) => {
                answer.reject(State::NotGraded, why, None);
                return None;
            }
        }
    }
    let answer = work.answers.iter_mut().find(|answer| answer.id == id)?;
    if let Some(failed) = &failed {
        reject(answer, failed);
    }
    None
}

/// The cell as a whole is broken.
fn reject(answer: &mut Answer, failed: &Failed) {
    let id = answer.id.clone();
    let first = failed
        .diagnostics
        .iter()
        .find(|found| found.answer() == Some(&id))
        .or(failed.diagnostics.first());
    let (message, line) = first.map_or_else(Default::default, |found| {
        (found.rendered.clone(), found.line_of(&id))
    });
    answer.dropped.clear();
    answer.reject(State::CompileError, message, line);
}

/// What was wrong with each function that is not a method of the trait, by its name: methods that call it fail next.
type Reasons = BTreeMap<String, Dropped>;

/// Takes every function that `failed` blames out of the answer; whether there was one.
fn leave_out(answer: &mut Answer, failed: &Failed, reasons: &mut Reasons) -> bool {
    let Some(source) = answer.source().map(str::to_owned) else {
        return false;
    };
    let mut left = source.clone();
    for part in parts(&source, &answer.trait_name) {
        let blamed = |found: &&Blame| {
            let line = found.line_of(&answer.id);
            line.is_some_and(|line| part.lines.contains(&line))
        };
        let Some(found) = failed.diagnostics.iter().find(blamed) else {
            continue;
        };
        left = without(&left, &part);
        let dropped = reason(&part, found, &answer.id, reasons);
        if part.of_trait {
            answer.dropped.push(dropped);
        } else {
            reasons.insert(part.name, dropped);
        }
    }
    let changed = left != source;
    answer.replace_source(left);
    changed
}

/// Why a function was left out: its own error, or that of the function that it misses.
fn reason(part: &Part, found: &Blame, answer: &str, reasons: &Reasons) -> Dropped {
    let missed = reasons
        .iter()
        .find(|(name, _)| found.message.contains(&format!("`{name}`")));
    let (message, line) = missed.map_or_else(
        || (found.rendered.clone(), found.line_of(answer)),
        |(_, first)| (first.message.clone(), first.line),
    );
    Dropped {
        method: part.name.clone(),
        message,
        line,
    }
}
