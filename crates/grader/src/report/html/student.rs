//! The student's page.

use serde::Serialize;

use super::{class_name, percent};
use crate::report::table::mark;
use crate::report::words::{given, headline, is_said, told_apart};
use crate::{ExerciseRecord, ManualRecord, Record, State};

#[derive(Serialize)]
pub(super) struct Page {
    name: String,
    lab: String,
    points: u32,
    max: u32,
    percent: f64,
    waiting: u32,
    waiting_percent: f64,
    notices: Vec<String>,
    exercises: Vec<Exercise>,
    manual: Vec<Task>,
}

#[derive(Serialize)]
struct Exercise {
    id: String,
    title: String,
    points: u32,
    max: u32,
    class: &'static str,
    mark: char,
    word: &'static str,
    tests: usize,
    passed: usize,
    told: String,
    long: bool,
    hint: Option<String>,
}

#[derive(Serialize)]
struct Task {
    id: String,
    title: String,
    points: String,
    max: u32,
    class: &'static str,
    mark: char,
    told: String,
    texts: Vec<String>,
}

impl Page {
    pub(super) fn new(record: &Record) -> Self {
        let open = record.manual.iter().filter(|task| task.points.is_none());
        let waiting = open.map(|task| task.max_points).sum();
        let (points, max) = (record.total(), record.max_total());
        let weak = (record.isolation != "full")
            .then(|| format!("Graded with {} isolation.", record.isolation));
        Self {
            name: record.submission.clone(),
            lab: record.lab.clone().unwrap_or_else(|| "no lab".into()),
            points,
            max,
            percent: percent(points, max),
            waiting,
            waiting_percent: percent(waiting, max),
            notices: headline(record)
                .into_iter()
                .chain(record.notes.clone())
                .chain(weak)
                .collect(),
            exercises: record.exercises.iter().map(Exercise::new).collect(),
            manual: record.manual.iter().map(Task::new).collect(),
        }
    }
}

impl Exercise {
    fn new(record: &ExerciseRecord) -> Self {
        let (told, hint) = told_apart(record);
        let passed = record
            .tests
            .iter()
            .filter(|test| test.state == State::Passed);
        Self {
            id: record.id.clone(),
            title: record.title.clone(),
            points: record.points,
            max: record.max_points,
            class: class_name(record.state),
            mark: mark(record.state),
            word: record.state.name(),
            tests: record.tests.len(),
            passed: passed.count(),
            long: told.contains('\n'),
            told: if is_said(record) {
                String::new()
            } else {
                told.trim_end().to_owned()
            },
            hint,
        }
    }
}

impl Task {
    fn new(record: &ManualRecord) -> Self {
        let (class, mark) = match record.points {
            None => ("waiting", '…'),
            Some(points) if points == record.max_points => ("passed", '✓'),
            Some(0) => ("failed", '✗'),
            Some(_) => ("passed", '◐'),
        };
        Self {
            id: record.id.clone(),
            title: record.title.clone(),
            points: record
                .points
                .map_or_else(|| "?".into(), |points| points.to_string()),
            max: record.max_points,
            class,
            mark,
            told: given(record),
            texts: record.texts.clone(),
        }
    }
}
