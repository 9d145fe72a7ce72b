//! Tables for the notebook, made from the exercises' metadata.

use std::collections::BTreeSet;

use exercise::{Exercise, Lab, Manual};
use noisebook_runtime::Table;

/// Every exercise of a lab with the answer it belongs to and its points, then what a person grades, and the sum.
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
    for task in lab.manual {
        let (points, cells) = (task.points.to_string(), task.cells.join(", "));
        table.push([task.id, task.title, "your text", &cells, &points]);
    }
    let total = lab.automatic_points() + lab.manual_points();
    table.row(["", "all points", "", "", &total.to_string()])
}

/// The points of a lab section by section: what hidden tests give, and what a person gives.
pub fn rubric(lab: &Lab) -> Table {
    let headers = ["section", "exercises", "by tests", "by a person", "points"];
    let mut table = Table::new(headers).title(format!("{}: points", lab.title));
    for section in sections(lab) {
        table.push(points_row(lab, section));
    }
    let (tests, person) = (lab.automatic_points(), lab.manual_points());
    let sums = [tests, person, tests + person].map(|points| points.to_string());
    table.row(["all", "", &sums[0], &sums[1], &sums[2]])
}

fn points_row(lab: &Lab, section: u32) -> [String; 5] {
    let exercises: Vec<&Exercise> = lab.exercises().filter(|e| e.section == section).collect();
    let tasks: Vec<&Manual> = lab.manual.iter().filter(|t| t.section == section).collect();
    let ids: Vec<&str> = exercises
        .iter()
        .map(|exercise| exercise.id)
        .chain(tasks.iter().map(|task| task.id))
        .collect();
    let tests: u32 = exercises.iter().map(|exercise| exercise.points).sum();
    let person: u32 = tasks.iter().map(|task| task.points).sum();
    [
        section.to_string(),
        ids.join(", "),
        tests.to_string(),
        person.to_string(),
        (tests + person).to_string(),
    ]
}

/// The sections that give points, in order.
fn sections(lab: &Lab) -> BTreeSet<u32> {
    let tests = lab.exercises().map(|exercise| exercise.section);
    tests
        .chain(lab.manual.iter().map(|task| task.section))
        .collect()
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
