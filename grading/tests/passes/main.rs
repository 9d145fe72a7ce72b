//! Each pass by itself, over the real course.

mod broken;
mod carried;
mod finding;
mod judging;
#[path = "../support/mod.rs"]
mod support;

use grader::passes::{JUDGE, PREPARE, through};
use grader::{Answer, Grader, Rejection, Submission, Work};
use grading::key::Key;
use notebook_file::Notebook;
use support::released;

/// The passes up to the one called `last`.
fn up_to<'a>(
    last: &str,
    grader: &'a Grader,
    submission: &'a Submission,
) -> Result<Work<'a>, Rejection> {
    let passes: Vec<_> = PREPARE.iter().chain(JUDGE).copied().collect();
    let end = passes.iter().position(|pass| pass.name == last).unwrap();
    through(&passes[..=end], grader, Work::new(submission))
}

fn answer<'a>(work: &'a Work<'_>, id: &str) -> &'a Answer {
    work.answers.iter().find(|answer| answer.id == id).unwrap()
}

fn notebook(key: &Key) -> Notebook {
    key.notebook(&released()).unwrap()
}

/// What tests give for a notebook without a mistake.
fn points() -> u32 {
    grading::forward::TESTS.lab.automatic_points()
}
