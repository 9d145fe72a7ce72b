//! The class as a table for spreadsheets.

use super::lms::table;
use crate::Record;

/// Says that a person has yet to give points.
pub(super) const WAITING: &str = "to be graded";

/// One line for each record: name, lab, points, whether a person must look, the state of each exercise, and the points of
/// each task that a person grades.
#[must_use]
pub fn csv(records: &[Record]) -> String {
    let (columns, tasks) = (columns(records), tasks(records));
    let head = ["submission", "lab", "points", "max_points", "status"].map(str::to_owned);
    let names = columns.iter().chain(&tasks);
    let names = names.map(|(lab, id)| format!("{lab}.{id}"));
    let first = head.into_iter().chain(names).collect();
    let rows: Vec<Vec<String>> = std::iter::once(first)
        .chain(records.iter().map(|record| row(record, &columns, &tasks)))
        .collect();
    table(&rows)
}

fn row(record: &Record, columns: &[(&str, &str)], tasks: &[(&str, &str)]) -> Vec<String> {
    let lab = record.lab.clone().unwrap_or_default();
    let state = |(column, id): &(&str, &str)| {
        let mut of_lab = record.exercises.iter().filter(|_| *column == lab);
        let found = of_lab.find(|exercise| exercise.id == *id);
        found.map_or_else(String::new, |exercise| exercise.state.name().to_owned())
    };
    let given = |(column, id): &(&str, &str)| {
        let mut of_lab = record.manual.iter().filter(|_| *column == lab);
        let task = of_lab.find(|task| task.id == *id);
        task.map_or_else(String::new, |task| match task.points {
            Some(points) => points.to_string(),
            None => WAITING.to_owned(),
        })
    };
    let first = [
        record.submission.clone(),
        lab.clone(),
        record.total().to_string(),
        record.max_total().to_string(),
        status(record).to_owned(),
    ];
    first
        .into_iter()
        .chain(columns.iter().map(state))
        .chain(tasks.iter().map(given))
        .collect()
}

pub(super) fn status(record: &Record) -> &'static str {
    match () {
        () if record.needs_a_person() => "not graded",
        () if record.rejected.is_some() => "rejected",
        () if record.waits_for_points() => WAITING,
        () => "graded",
    }
}

/// Every exercise of every lab, in order.
fn columns(records: &[Record]) -> Vec<(&str, &str)> {
    let mut columns = Vec::new();
    for record in records {
        let lab = record.lab.as_deref().unwrap_or_default();
        for exercise in &record.exercises {
            if !columns.contains(&(lab, exercise.id.as_str())) {
                columns.push((lab, exercise.id.as_str()));
            }
        }
    }
    columns
}

/// Every manual task of every lab, in order.
fn tasks(records: &[Record]) -> Vec<(&str, &str)> {
    let mut tasks = Vec::new();
    for record in records {
        let lab = record.lab.as_deref().unwrap_or_default();
        for task in &record.manual {
            if !tasks.contains(&(lab, task.id.as_str())) {
                tasks.push((lab, task.id.as_str()));
            }
        }
    }
    tasks
}
