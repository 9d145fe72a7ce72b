//! Tables for the notebook, made from the exercises' metadata.

use exercise::{Exercise, Lab};
use noisebook_runtime::Table;

/// Every exercise of a lab with the answer it belongs to and its points, and their sum.
pub fn checklist(lab: &Lab) -> Table {
    let title = format!("{}: {} exercises", lab.title, lab.exercises().count());
    let mut table = Table::new(["exercise", "title", "answer", "method", "points"]).title(title);
    for exercise in lab.exercises() {
        let points = exercise.points.to_string();
        table.push([
            exercise.id,
            exercise.title,
            exercise.trait_name,
            exercise.method,
            &points,
        ]);
    }
    for (section, points) in sections(lab) {
        table.push([
            String::new(),
            format!("section {section}"),
            String::new(),
            String::new(),
            points.to_string(),
        ]);
    }
    let total = lab.automatic_points().to_string();
    table.row(["", "points given by tests", "", "", &total])
}

/// Sections in order, each with the sum of its points.
fn sections(lab: &Lab) -> Vec<(u32, u32)> {
    let mut sections: Vec<(u32, u32)> = Vec::new();
    for exercise in lab.exercises() {
        match sections
            .last_mut()
            .filter(|(section, _)| *section == exercise.section)
        {
            Some((_, points)) => *points += exercise.points,
            None => sections.push((exercise.section, exercise.points)),
        }
    }
    sections
}

/// The first `count` hints of an exercise, of three: from a nudge to the formula.
///
/// A cell that ends in `hint(&LAB, "1b", 1)` shows the first one.
pub fn hint(lab: &Lab, id: &str, count: usize) -> Table {
    lab.exercise(id)
        .map_or_else(|| unknown(lab, id), |exercise| ladder(exercise, count))
}

fn ladder(exercise: &Exercise, count: usize) -> Table {
    let count = count.clamp(1, exercise.hints.len());
    let title = format!(
        "{} {}: {count} of {} hints",
        exercise.id,
        exercise.title,
        exercise.hints.len()
    );
    let table = Table::new(["", "hint"]).title(title);
    (1..)
        .zip(&exercise.hints[..count])
        .fold(table, |table, (n, hint)| {
            table.row([n.to_string(), (*hint).into()])
        })
}

fn unknown(lab: &Lab, id: &str) -> Table {
    let ids: Vec<&str> = lab.exercises().map(|exercise| exercise.id).collect();
    Table::new([format!(
        "No exercise `{id}` in this lab; it has {}.",
        ids.join(", ")
    )])
}
