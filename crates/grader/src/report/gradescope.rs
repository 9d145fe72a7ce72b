//! Gradescope's `results.json`. Source: gradescope-autograders.readthedocs.io, "Output format".

use serde::Serialize;

use super::words::{given, headline, told};
use crate::{ManualRecord, Record, State};

/// What Gradescope reads.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gradescope {
    score: u32,
    execution_time: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    output_format: &'static str,
    visibility: &'static str,
    stdout_visibility: &'static str,
    tests: Vec<Test>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Test {
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<u32>,
    max_score: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<&'static str>,
    name: String,
    number: String,
    output: String,
    output_format: &'static str,
    visibility: &'static str,
}

/// A record for Gradescope: one of its tests for each exercise, visible to the student.
#[must_use]
pub fn gradescope(record: &Record) -> Gradescope {
    let times = record.times;
    let tests = record.exercises.iter().map(|exercise| Test {
        score: Some(exercise.points),
        max_score: exercise.max_points,
        status: Some(if exercise.state == State::Passed {
            "passed"
        } else {
            "failed"
        }),
        name: exercise.title.clone(),
        number: exercise.id.clone(),
        output: told(exercise),
        output_format: "text",
        visibility: "visible",
    });
    Gradescope {
        score: record.total(),
        execution_time: times.read + times.build + times.run,
        output: headline(record),
        output_format: "text",
        visibility: "visible",
        stdout_visibility: "hidden",
        tests: tests.chain(record.manual.iter().map(manual)).collect(),
    }
}

/// A task that a person grades: without a score and a status until then, which Gradescope shows as neither right nor wrong.
fn manual(task: &ManualRecord) -> Test {
    Test {
        score: task.points,
        max_score: task.max_points,
        status: None,
        name: task.title.clone(),
        number: task.id.clone(),
        output: given(task),
        output_format: "text",
        visibility: "visible",
    }
}
