//! The class as a table for a terminal.

use super::csv::status;
use crate::{Record, State};

/// One line for each record: name, points and a letter for each exercise; below it what the letters mean.
#[must_use]
pub fn table(records: &[Record]) -> String {
    let width = records
        .iter()
        .map(|record| record.submission.chars().count())
        .max()
        .unwrap_or(0)
        .max(10);
    let ids: Vec<&str> = records
        .iter()
        .max_by_key(|record| record.exercises.len())
        .map(ids)
        .unwrap_or_default();
    let manual = records.iter().max_by_key(|record| record.manual.len());
    let tasks = manual.into_iter().flat_map(|record| &record.manual);
    let heads: String = ids
        .iter()
        .map(|id| format!("{id:>3}"))
        .chain(tasks.map(|task| format!("{:>4}", task.id)))
        .collect();
    let mut text = format!("{:width$}  points   {heads}\n", "submission");
    for record in records {
        let points = format!("{}/{}", record.total(), record.max_total());
        let marks: String = record
            .exercises
            .iter()
            .map(|exercise| format!("{:>3}", mark(exercise.state)))
            .collect();
        let manual: String = record
            .manual
            .iter()
            .map(|task| match task.points {
                Some(points) => format!("{points:>4}"),
                None => format!("{:>4}", '…'),
            })
            .collect();
        let word = if record.exercises.is_empty() {
            status(record)
        } else {
            ""
        };
        text += &format!(
            "{:width$}  {points:>7}  {marks}{manual}{word}\n",
            record.submission
        );
    }
    text + &legend(records)
}

fn ids(record: &Record) -> Vec<&str> {
    record
        .exercises
        .iter()
        .map(|exercise| exercise.id.as_str())
        .collect()
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
    let mut states: Vec<State> = records
        .iter()
        .flat_map(|record| &record.exercises)
        .map(|e| e.state)
        .collect();
    states.sort_unstable();
    states.dedup();
    let mut words: Vec<_> = states
        .into_iter()
        .map(|state| format!("{} {}", mark(state), state.name()))
        .collect();
    if records.iter().any(Record::waits_for_points) {
        words.push("… to be graded by a person".into());
    }
    if words.is_empty() {
        String::new()
    } else {
        format!("{}\n", words.join("   "))
    }
}
