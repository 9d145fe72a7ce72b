//! The class as a table for spreadsheets.

use std::collections::BTreeMap;

use crate::{Record, State};

/// Says that a person has yet to give points.
pub(super) const WAITING: &str = "to be graded";

/// One line for each record: name, lab, points, whether a person must look, the state of each exercise, and the points of
/// each task that a person grades.
#[must_use]
pub fn csv(records: &[Record]) -> String {
    let (columns, tasks) = (columns(records), tasks(records));
    let head = ["submission", "lab", "points", "max_points", "status"].map(str::to_owned);
    let mut text = line(
        head.into_iter().chain(
            columns
                .iter()
                .chain(&tasks)
                .map(|(lab, id)| format!("{lab}.{id}")),
        ),
    );
    for record in records {
        let states: BTreeMap<&str, State> = record
            .exercises
            .iter()
            .map(|exercise| (exercise.id.as_str(), exercise.state))
            .collect();
        let lab = record.lab.clone().unwrap_or_default();
        let of = |(column, id): &(&str, &str)| {
            let state = states.get(id).filter(|_| *column == lab);
            state.map_or_else(String::new, |state| state.name().to_owned())
        };
        let given = |(column, id): &(&str, &str)| {
            let of_lab = record.manual.iter().filter(|_| *column == lab);
            let task = of_lab.into_iter().find(|task| task.id == *id);
            task.map_or_else(String::new, |task| match task.points {
                Some(points) => points.to_string(),
                None => WAITING.to_owned(),
            })
        };
        let points = [record.total().to_string(), record.max_total().to_string()];
        let first = [record.submission.clone(), lab.clone()];
        let rest = columns.iter().map(of).chain(tasks.iter().map(given));
        text += &line(
            first
                .into_iter()
                .chain(points)
                .chain([status(record).to_owned()])
                .chain(rest),
        );
    }
    text
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

fn line(fields: impl Iterator<Item = String>) -> String {
    fields
        .map(|field| quoted(&field))
        .collect::<Vec<_>>()
        .join(",")
        + "\n"
}

fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.into()
    }
}
