//! What does not compile costs what does not compile.

use grader::{ExerciseRecord, State};
use notebook_file::Notebook;

use crate::support::{grader, key, options, scratch, submission};
use crate::{notebook, points, up_to};

/// Records of exercises by id: state, line of the cell, points.
fn graded(notebook: &Notebook) -> Vec<(String, State, Option<usize>, u32)> {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let submission = submission(folder.path(), "anna", notebook);
    let work = up_to("score", &grader, &submission).unwrap();
    let line = |exercise: &ExerciseRecord| exercise.place.and_then(|place| place.line);
    let records = work.exercises.iter();
    records
        .map(|e| (e.id.clone(), e.state, line(e), e.points))
        .collect()
}

fn state_of(found: &[(String, State, Option<usize>, u32)], id: &str) -> (State, Option<usize>) {
    let (_, state, line, _) = found.iter().find(|(found, ..)| found == id).unwrap();
    (*state, *line)
}

#[test]
fn a_broken_method_costs_itself_alone() {
    // Two rounds: the borrow checker speaks up only when all types are right.
    let key = key()
        .with_body("2a", "let n: u8 = \"no\";\nvec![]")
        .with_body("2b", "let v = vec![s];\ndrop(v);\nv");
    let found = graded(&notebook(&key));
    let source = &key.answers["noise_schedules"];
    let line = |text: &str| {
        source
            .lines()
            .position(|line| line.contains(text))
            .map(|at| at + 1)
    };
    assert_eq!(
        state_of(&found, "2a"),
        (State::CompileError, line("let n: u8"))
    );
    let (state, at) = state_of(&found, "2b");
    let moved = line("drop(v);").unwrap();
    assert!(
        state == State::CompileError && (moved..=moved + 1).contains(&at.unwrap()),
        "{at:?}"
    );
    assert_eq!(
        found.iter().map(|found| found.3).sum::<u32>(),
        points() - 6 - 8,
        "{found:?}"
    );
}

#[test]
fn a_broken_function_of_a_cell_costs_the_methods_that_call_it() {
    let key = key()
        .with_items(
            "noise_schedules",
            "fn twice(x: f64) -> f64 {\n    x + \"1\"\n}",
        )
        .with_body("2a", "vec![twice(beta_start); timesteps]");
    let found = graded(&notebook(&key));
    assert_eq!(
        state_of(&found, "2a"),
        (State::CompileError, Some(2)),
        "the line of the function"
    );
    assert_eq!(
        found.iter().map(|found| found.3).sum::<u32>(),
        points() - 6,
        "{found:?}"
    );
}

#[test]
fn brackets_that_do_not_match_cost_the_cell_alone() {
    let mut key = key();
    key.answers.get_mut("forward_jump").unwrap().push('}');
    let found = graded(&notebook(&key));
    assert_eq!(state_of(&found, "3a").0, State::CompileError);
    assert_eq!(
        found.iter().map(|found| found.3).sum::<u32>(),
        points() - 18,
        "{found:?}"
    );
}

#[test]
fn the_type_may_have_another_name() {
    let mut key = key();
    let source = key.answers.get_mut("forward_jump").unwrap();
    *source = source.replace("MyForwardJump", "Leap");
    let found = graded(&notebook(&key));
    assert_eq!(
        found.iter().map(|found| found.3).sum::<u32>(),
        points(),
        "{found:?}"
    );
}
