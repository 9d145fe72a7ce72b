//! A record to read.

use std::fmt::Write;

use super::words::{headline, told};
use crate::{ExerciseRecord, Record, State};

/// Points, then each exercise with what was found.
#[must_use]
pub fn text(record: &Record) -> String {
    let lab = record.lab.as_deref().unwrap_or("no lab");
    let Record {
        submission,
        points,
        max_points,
        ..
    } = record;
    let mut text = format!("{submission}: {points} of {max_points} points ({lab})\n");
    for line in headline(record).iter().chain(&record.notes) {
        let _ = writeln!(text, "{line}");
    }
    for (i, exercise) in record.exercises.iter().enumerate() {
        let mark = if exercise.state == State::Passed {
            '✓'
        } else {
            '✗'
        };
        let ExerciseRecord {
            id,
            title,
            points,
            max_points,
            state,
            ..
        } = exercise;
        let _ = writeln!(
            text,
            "\n{mark} {id} {title} ({points} of {max_points}): {}",
            state.name()
        );
        text += &found(exercise, &record.exercises[..i]);
    }
    if record.isolation != "full" {
        let _ = writeln!(text, "\nGraded with {} isolation.", record.isolation);
    }
    text
}

/// What was found; what was said of an exercise before it is not said again.
fn found(exercise: &ExerciseRecord, before: &[ExerciseRecord]) -> String {
    if exercise.state == State::Passed {
        return String::new();
    }
    let words = told(exercise);
    let same = before
        .iter()
        .find(|earlier| earlier.answer == exercise.answer && told(earlier) == words);
    match same.filter(|_| words.contains('\n')) {
        Some(earlier) => format!("    as {}\n", earlier.id),
        None => words
            .lines()
            .map(|line| format!("    {line}").trim_end().to_owned() + "\n")
            .collect(),
    }
}
