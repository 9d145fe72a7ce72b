//! A record to read.

use std::fmt::Write;

use super::words::{counted, given, headline, is_said, told};
use crate::{ExerciseRecord, ManualRecord, Record, State};

/// Points, then each exercise with what was found.
#[must_use]
pub fn text(record: &Record) -> String {
    let lab = record.lab.as_deref().unwrap_or("no lab");
    let (points, max_points) = (record.total(), record.max_total());
    let mut text = format!(
        "{}: {points} of {} ({lab})\n",
        record.submission,
        counted(max_points as usize, "point")
    );
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
    text.extend(record.manual.iter().map(manual));
    if record.isolation != "full" {
        let _ = writeln!(text, "\nGraded with {} isolation.", record.isolation);
    }
    text
}

/// A task that a person grades.
fn manual(task: &ManualRecord) -> String {
    let ManualRecord {
        id,
        title,
        max_points,
        ..
    } = task;
    let (mark, points) = match task.points {
        Some(points) if points == *max_points => ('✓', points.to_string()),
        Some(0) => ('✗', "0".into()),
        Some(points) => ('◐', points.to_string()),
        None => ('…', "?".into()),
    };
    let words = given(task).replace('\n', "\n    ");
    format!("\n{mark} {id} {title} ({points} of {max_points}): {words}\n")
}

/// What was found; what was said of an exercise before it is not said again.
fn found(exercise: &ExerciseRecord, before: &[ExerciseRecord]) -> String {
    if is_said(exercise) {
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
