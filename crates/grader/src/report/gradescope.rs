//! Gradescope's `results.json`. Source: gradescope-autograders.readthedocs.io, "Output format".

use serde::Serialize;

use super::words::{headline, told};
use crate::{Record, State};

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
    score: u32,
    max_score: u32,
    status: &'static str,
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
        score: exercise.points,
        max_score: exercise.max_points,
        status: if exercise.state == State::Passed {
            "passed"
        } else {
            "failed"
        },
        name: exercise.title.clone(),
        number: exercise.id.clone(),
        output: told(exercise),
        output_format: "text",
        visibility: "visible",
    });
    Gradescope {
        score: record.points,
        execution_time: times.read + times.build + times.run,
        output: headline(record),
        output_format: "text",
        visibility: "visible",
        stdout_visibility: "hidden",
        tests: tests.collect(),
    }
}
