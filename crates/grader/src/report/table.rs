//! The class as a table for a terminal.

use super::csv::status;
use crate::{Record, State};

/// One line for each record: name, points and a letter for each exercise; below it what the letters mean. Several labs make a
/// table each, because their exercises have the same numbers.
#[must_use]
pub fn table(records: &[Record]) -> String {
    let names = records
        .iter()
        .map(|record| record.submission.chars().count());
    let width = names.max().unwrap_or(0).max("submission".len());
    let labs = labs(records);
    let part = |lab: &Option<&str>| {
        let of_lab: Vec<&Record> = records
            .iter()
            .filter(|record| record.lab.as_deref() == *lab)
            .collect();
        let title = match (labs.len(), lab) {
            (1, _) => "submission",
            (_, Some(lab)) => lab,
            (_, None) => "no lab",
        };
        lines(title, &of_lab, width)
    };
    labs.iter().map(part).collect::<Vec<_>>().join("\n") + &legend(records)
}

/// Every lab, in the order of the records; those without one are last.
fn labs(records: &[Record]) -> Vec<Option<&str>> {
    let mut labs = Vec::new();
    for record in records {
        let lab = record.lab.as_deref();
        if !labs.contains(&lab) {
            labs.push(lab);
        }
    }
    labs.sort_by_key(Option::is_none);
    labs
}

/// The records of one lab under its exercises.
fn lines(title: &str, records: &[&Record], width: usize) -> String {
    let mut text = format!("{title:width$}  points   {}", heads(records))
        .trim_end()
        .to_owned()
        + "\n";
    for record in records {
        let points = format!("{}/{}", record.total(), record.max_total());
        let line = format!(
            "{:width$}  {points:>7}  {}",
            record.submission,
            marks(record)
        );
        text += line.trim_end();
        text.push('\n');
    }
    text
}

/// Ids of exercises, then of what a person grades.
fn heads(records: &[&Record]) -> String {
    let whole = records
        .iter()
        .max_by_key(|record| (record.exercises.len(), record.manual.len()));
    let Some(record) = whole.filter(|record| !record.exercises.is_empty()) else {
        return String::new();
    };
    let tests = record
        .exercises
        .iter()
        .map(|exercise| format!("{:>3}", exercise.id));
    tests
        .chain(record.manual.iter().map(|task| format!("{:>4}", task.id)))
        .collect()
}

/// A letter for each exercise and the points for each task; in words where nothing was graded.
fn marks(record: &Record) -> String {
    if record.exercises.is_empty() {
        return status(record).into();
    }
    let tests = record
        .exercises
        .iter()
        .map(|exercise| format!("{:>3}", mark(exercise.state)));
    let manual = record.manual.iter().map(|task| match task.points {
        Some(points) => format!("{points:>4}"),
        None => format!("{:>4}", '…'),
    });
    tests.chain(manual).collect()
}

pub(super) fn mark(state: State) -> char {
    match state {
        State::Passed => '✓',
        State::Failed => '✗',
        State::Todo => '·',
        State::Missing => '-',
        State::Refused => 'R',
        State::CompileError => 'C',
        State::Crashed => '!',
        State::TimedOut => 'T',
        State::NotGraded => '?',
    }
}

fn legend(records: &[Record]) -> String {
    let exercises = records.iter().flat_map(|record| &record.exercises);
    let mut states: Vec<State> = exercises.map(|exercise| exercise.state).collect();
    states.sort_unstable();
    states.dedup();
    let words = states
        .into_iter()
        .map(|state| format!("{} {}", mark(state), state.name()));
    let mut words: Vec<_> = words.collect();
    if records.iter().any(Record::waits_for_points) {
        words.push("… to be graded by a person".into());
    }
    if words.is_empty() {
        String::new()
    } else {
        format!("{}\n", words.join("   "))
    }
}
