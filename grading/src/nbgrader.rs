//! A lab's notebook as an nbgrader assignment: `metadata.nbgrader`, schema 3.
//! Source: nbgrader.readthedocs.io, "Developer guide: nbgrader cell metadata".

use std::collections::BTreeMap;

use exercise::Lab;
use grader::ManualTask;
use notebook_file::{Cell, CellKind, Notebook, Role};
use serde_json::{Value, json};

/// The key of nbgrader's metadata.
const KEY: &str = "nbgrader";

/// `notebook` with nbgrader's tags: answers are solutions, checks are tests with the points of their answer, texts that a
/// person grades carry theirs, and everything else is locked. Checksums are nbgrader's own to add.
#[must_use]
pub fn tagged(notebook: &Notebook, lab: &Lab, manual: &[ManualTask]) -> Notebook {
    let (points, texts) = (automatic(lab), by_cell(manual));
    let mut tagged = notebook.clone();
    for (index, cell) in tagged.cells.iter_mut().enumerate() {
        let tag = tag(cell, index, &points, &texts);
        cell.metadata.insert(KEY.into(), tag);
    }
    tagged
}

/// Points of each answer's exercises.
fn automatic(lab: &Lab) -> BTreeMap<&'static str, u32> {
    let mut points = BTreeMap::new();
    for exercise in lab.exercises() {
        *points.entry(exercise.answer).or_default() += exercise.points;
    }
    points
}

/// Points of each text; those of a task with several cells stand at the first.
fn by_cell(manual: &[ManualTask]) -> BTreeMap<&str, u32> {
    let mut points = BTreeMap::new();
    for task in manual {
        if let Some(first) = task.cells.first() {
            *points.entry(first.as_str()).or_default() += task.points;
        }
    }
    points
}

fn tag(
    cell: &Cell,
    index: usize,
    points: &BTreeMap<&'static str, u32>,
    texts: &BTreeMap<&str, u32>,
) -> Value {
    let id = cell.tag_id().unwrap_or_default();
    let of = |points: Option<&u32>| points.copied().unwrap_or(0);
    match (cell.role(), cell.kind) {
        (Some(Role::Answer), CellKind::Code) => entry(format!("answer-{id}"), false, true, None),
        (Some(Role::Check), CellKind::Code) => {
            entry(format!("check-{id}"), true, false, Some(of(points.get(id))))
        }
        (Some(Role::Prediction | Role::Discussion), CellKind::Markdown) => {
            entry(format!("text-{id}"), true, true, Some(of(texts.get(id))))
        }
        _ => {
            let name = cell.id.clone().unwrap_or_else(|| index.to_string());
            entry(format!("given-{name}"), false, false, None)
        }
    }
}

fn entry(grade_id: String, grade: bool, solution: bool, points: Option<u32>) -> Value {
    let mut tag = json!({
        "schema_version": 3,
        "grade_id": grade_id,
        "grade": grade,
        "solution": solution,
        "locked": !solution,
        "task": false,
    });
    if let Some(points) = points {
        tag["points"] = points.into();
    }
    tag
}
