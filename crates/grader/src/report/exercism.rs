//! Exercism's `results.json`, version 3. Source: exercism.org/docs/building/tooling/test-runners/interface.

use serde::Serialize;

use super::words::{headline, test_told, told};
use crate::{ExerciseRecord, Record, State};

/// What Exercism reads.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Exercism {
    version: u32,
    status: &'static str,
    message: Option<String>,
    tests: Vec<Test>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Test {
    name: String,
    status: &'static str,
    message: Option<String>,
    output: Option<String>,
    test_code: String,
    task_id: usize,
}

/// A record for Exercism: a test for each hidden test, a task for each exercise. It says what a student may see.
#[must_use]
pub fn exercism(record: &Record) -> Exercism {
    let tests: Vec<Test> = (1..)
        .zip(&record.exercises)
        .flat_map(|(task, exercise)| of_exercise(task, exercise))
        .collect();
    let status = match () {
        () if tests.is_empty() => "error",
        () if tests.iter().all(|test| test.status == "pass") => "pass",
        () => "fail",
    };
    Exercism {
        version: 3,
        status,
        message: headline(record).filter(|_| status == "error"),
        tests,
    }
}

fn of_exercise(task_id: usize, exercise: &ExerciseRecord) -> Vec<Test> {
    let test = |name: &str, state: State, told: String| Test {
        name: format!("{} {}: {name}", exercise.id, exercise.title),
        status: status(state),
        message: (state != State::Passed).then_some(told),
        output: None,
        test_code: String::new(),
        task_id,
    };
    if exercise.tests.is_empty() {
        return vec![test("answer", exercise.state, told(exercise))];
    }
    let tests = exercise.tests.iter();
    tests
        .map(|found| test(&found.name, found.state, test_told(found)))
        .collect()
}

fn status(state: State) -> &'static str {
    match state {
        State::Passed => "pass",
        State::Failed | State::Todo => "fail",
        _ => "error",
    }
}
