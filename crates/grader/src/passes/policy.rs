//! What an answer may not say. A courtesy layer with clear words: what really holds student code is the sandbox.

use crate::policy::{Violation, check, macro_names};
use crate::{Grader, Rejection, State, Work};

pub(super) fn policy<'a>(grader: &'a Grader, mut work: Work<'a>) -> Result<Work<'a>, Rejection> {
    if !grader.options.static_policy {
        return Ok(work);
    }
    let sources = work.answers.iter().filter_map(|answer| answer.source());
    let sources = sources.chain(work.helpers.iter().map(|helper| helper.source.as_str()));
    let macros = sources.flat_map(macro_names).collect();
    let first = |source: &str| check(source, &macros).into_iter().next();
    for answer in &mut work.answers {
        if let Some(Violation { line, message }) = answer.source().and_then(first) {
            answer.reject(State::Refused, message, Some(line));
        }
    }
    let notes = &mut work.notes;
    work.helpers.retain(|helper| match first(&helper.source) {
        None => true,
        Some(Violation { line, message }) => {
            notes.push(format!(
                "cell {}, line {line} was left out: {message}",
                helper.cell
            ));
            false
        }
    });
    Ok(work)
}
