//! When two gradings must come out the same.

use crate::record::SCHEMA;
use crate::{Grader, Rejection, Standing, Submission, Work, digest};

/// Digest over all that decides a record: a record with this key need not be made again.
pub(crate) fn of(
    grader: &Grader,
    submission: &Submission,
    prepared: &Result<Work<'_>, Rejection>,
) -> String {
    let around = [
        format!("{SCHEMA}"),
        submission.id.clone(),
        grader.tests.clone(),
        grader.kit.digest().to_owned(),
        grader.kit.toolchain().version.clone(),
        grader.isolation().to_owned(),
        format!("{:?}", grader.options),
    ];
    let content = match prepared {
        Ok(work) => content(work),
        Err(Rejection(why)) => vec!["rejected".into(), why.clone()],
    };
    let parts: Vec<&str> = around.iter().chain(&content).map(String::as_str).collect();
    digest(&parts)
}

fn content(work: &Work<'_>) -> Vec<String> {
    let lab = work.lab.map_or("", |lab| lab.lab.slug).to_owned();
    let answers = work.answers.iter().flat_map(|answer| {
        let standing = match &answer.standing {
            Standing::Given(source) => format!("given {source}"),
            Standing::Out(state, message) => format!("{state:?} {message}"),
        };
        [answer.id.clone(), format!("{:?}", answer.place), standing]
    });
    let helpers = work
        .helpers
        .iter()
        .map(|helper| format!("{} {}", helper.cell, helper.source));
    let manual = work.manual.iter().map(|task| format!("{task:?}"));
    [lab, work.setup.clone()]
        .into_iter()
        .chain(answers)
        .chain(helpers)
        .chain(manual)
        .chain(work.notes.clone())
        .collect()
}
