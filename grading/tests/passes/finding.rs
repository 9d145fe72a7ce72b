//! From the file to the answers that may run.

use std::path::Path;

use grader::{Options, Standing, State, Submission};
use notebook_file::{Cell, CellKind, Notebook};

use crate::support::{grader, key, options, scratch, submission};
use crate::{answer, notebook, up_to};

#[test]
fn read_says_what_is_no_notebook() {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let device = Submission::file(Path::new("/dev/zero"));
    assert!(
        up_to("read", &grader, &device)
            .err()
            .unwrap()
            .0
            .starts_with("it is not a regular file\nhint: ")
    );
    let absent = Submission::file(&folder.path().join("nobody.ipynb"));
    assert!(
        up_to("read", &grader, &absent)
            .err()
            .unwrap()
            .0
            .starts_with("cannot read the file: ")
    );
}

#[test]
fn identify_goes_by_the_metadata_and_without_it_by_the_answers() {
    let folder = scratch();
    let any = grader(folder.path(), options());
    let mut stripped = notebook(&key());
    stripped.metadata.clear();
    let stripped = submission(folder.path(), "stripped", &stripped);
    assert_eq!(
        up_to("identify", &any, &stripped)
            .unwrap()
            .lab
            .unwrap()
            .lab
            .slug,
        "forward"
    );
    let empty = submission(
        folder.path(),
        "empty",
        &Notebook::new(vec![Cell::code("let x = 1;")]),
    );
    assert!(
        up_to("identify", &any, &empty)
            .err()
            .unwrap()
            .0
            .contains("without any answer cell")
    );
    let other = grader(
        folder.path(),
        Options {
            lab: Some("elbo".into()),
            ..options()
        },
    );
    let words = up_to("identify", &other, &stripped).err().unwrap().0;
    assert_eq!(
        words,
        "expected a notebook of lab `elbo`, got one of lab `forward`"
    );
}

#[test]
fn extract_finds_answers_helpers_and_what_is_missing() {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let mut notebook = notebook(&key().without("forward_jump"));
    notebook
        .cells
        .retain(|cell| cell.answer_id() != Some("noise_schedules"));
    notebook.cells.push(Cell::code("fn helper() {}"));
    let submission = submission(folder.path(), "anna", &notebook);
    let work = up_to("extract", &grader, &submission).unwrap();
    assert!(answer(&work, "reparameterization").source().is_some());
    assert!(matches!(
        answer(&work, "forward_jump").standing,
        Standing::Out(State::Todo, _)
    ));
    assert!(matches!(
        answer(&work, "noise_schedules").standing,
        Standing::Out(State::Missing, _)
    ));
    assert_eq!(work.helpers.len(), 1);
}

#[test]
fn sanitise_leaves_only_answers_of_the_submission() {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let mut changed = notebook(&key());
    let ours = |cell: &&mut Cell| cell.kind == CellKind::Code && cell.answer_id().is_none();
    for cell in changed.cells.iter_mut().filter(ours) {
        cell.source = "std::process::exit(0)".into();
    }
    let submission = submission(folder.path(), "anna", &changed);
    let work = up_to("sanitise", &grader, &submission).unwrap();
    assert!(work.setup.contains("use noisebook::prelude::*;"));
    assert!(work.notebook == notebook(&key()));
}

#[test]
fn policy_takes_out_one_answer_and_names_the_line() {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let key = key().with_items(
        "forward_jump",
        "fn fine() {}\nfn bad() { std::process::exit(0) }",
    );
    let mut notebook = notebook(&key);
    notebook.cells.push(Cell::code("use std::fs;"));
    let submission = submission(folder.path(), "anna", &notebook);
    let work = up_to("policy", &grader, &submission).unwrap();
    let refused = answer(&work, "forward_jump");
    assert!(matches!(refused.standing, Standing::Out(State::Refused, _)));
    assert_eq!(refused.place.unwrap().line, Some(2));
    assert_eq!(
        work.answers
            .iter()
            .filter(|answer| answer.source().is_some())
            .count(),
        work.answers.len() - 1
    );
    assert!(
        work.helpers.is_empty() && work.notes[0].contains("line 1 was left out"),
        "{:?}",
        work.notes
    );
}
