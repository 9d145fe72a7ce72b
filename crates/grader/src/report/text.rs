//! A record to read.

use std::fmt::Write;

use super::words::{headline, told};
use crate::{Record, State};

/// Points, then each exercise with what was found.
#[must_use]
pub fn text(record: &Record) -> String {
    let lab = record.lab.as_deref().unwrap_or("no lab");
    let mut text = format!(
        "{}: {} of {} points ({lab})\n",
        record.submission, record.points, record.max_points
    );
    for line in headline(record).iter().chain(&record.notes) {
        let _ = writeln!(text, "{line}");
    }
    for exercise in &record.exercises {
        let mark = if exercise.state == State::Passed {
            '✓'
        } else {
            '✗'
        };
        let (points, max) = (exercise.points, exercise.max_points);
        let _ = writeln!(
            text,
            "\n{mark} {} {} ({points} of {max}): {}",
            exercise.id,
            exercise.title,
            exercise.state.name()
        );
        if exercise.state != State::Passed {
            told(exercise)
                .lines()
                .for_each(|line| text.push_str(&format!("    {line}\n")));
        }
    }
    if record.isolation != "full" {
        let _ = writeln!(text, "\nGraded with {} isolation.", record.isolation);
    }
    text
}
