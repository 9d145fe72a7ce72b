//! The class's page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{class_name, percent};
use crate::report::csv::{WAITING, status};
use crate::report::table::mark;
use crate::report::words::counted;
use crate::{Record, State};

#[derive(Serialize)]
pub(super) struct Page {
    count: String,
    labs: Vec<Lab>,
}

#[derive(Serialize)]
struct Lab {
    lab: String,
    max: u32,
    mean: String,
    median: String,
    full: usize,
    waiting: usize,
    ungraded: usize,
    bins: Vec<Bin>,
    exercises: Vec<Exercise>,
    columns: Vec<String>,
    students: Vec<Student>,
    legend: Vec<Mark>,
}

#[derive(Serialize)]
struct Bin {
    label: String,
    count: usize,
    height: f64,
}

#[derive(Serialize)]
struct Exercise {
    id: String,
    title: String,
    max: u32,
    percent: u32,
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    class: &'static str,
    word: &'static str,
    count: usize,
    width: f64,
}

#[derive(Serialize)]
struct Student {
    name: String,
    href: String,
    points: u32,
    percent: f64,
    marks: Vec<Mark>,
    note: String,
}

#[derive(Clone, Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    class: &'static str,
    mark: String,
    word: String,
}

impl Page {
    pub(super) fn new(records: &[Record]) -> Self {
        let mut labs: BTreeMap<&str, Vec<&Record>> = BTreeMap::new();
        for record in records {
            let lab = record.lab.as_deref().unwrap_or("no lab");
            labs.entry(lab).or_default().push(record);
        }
        Self {
            count: counted(records.len(), "submission"),
            labs: labs
                .iter()
                .map(|(lab, records)| Lab::new(lab, records))
                .collect(),
        }
    }
}

impl Lab {
    fn new(lab: &str, records: &[&Record]) -> Self {
        let max = records.iter().map(|record| record.max_total()).max();
        let max = max.unwrap_or(0);
        let mut points: Vec<u32> = records.iter().map(|record| record.total()).collect();
        points.sort_unstable();
        let mean = points.iter().sum::<u32>() as f64 / points.len().max(1) as f64;
        let students: Vec<Student> = records.iter().map(|record| Student::new(record)).collect();
        let marks = students.iter().flat_map(|student| student.marks.clone());
        let mut legend: Vec<Mark> = marks
            .filter(|mark| mark.mark.parse::<u32>().is_err())
            .collect();
        legend.sort();
        legend.dedup();
        let count = |test: fn(&&&Record) -> bool| records.iter().filter(test).count();
        Self {
            lab: lab.into(),
            max,
            mean: format!("{mean:.1}"),
            median: median(&points),
            full: records
                .iter()
                .filter(|record| record.total() == max && max > 0)
                .count(),
            waiting: count(|record| record.waits_for_points()),
            ungraded: count(|record| record.needs_a_person()),
            bins: if max > 0 {
                bins(&points, max)
            } else {
                Vec::new()
            },
            exercises: exercises(records),
            columns: columns(records),
            students,
            legend,
        }
    }
}

/// The middle value, or the mean of the two middle ones.
fn median(sorted: &[u32]) -> String {
    let n = sorted.len();
    match n {
        0 => "–".into(),
        _ if n % 2 == 1 => sorted[n / 2].to_string(),
        _ => format!("{}", f64::from(sorted[n / 2 - 1] + sorted[n / 2]) / 2.0),
    }
}

/// Tenths of all points; full points stand in the last one.
fn bins(points: &[u32], max: u32) -> Vec<Bin> {
    const BINS: u32 = 10;
    let mut counts = [0_usize; BINS as usize];
    for points in points {
        counts[(points * BINS / max).min(BINS - 1) as usize] += 1;
    }
    let most = counts.iter().max().copied().unwrap_or(0).max(1);
    (0..BINS)
        .zip(counts)
        .map(|(i, count)| {
            let from = (i * max).div_ceil(BINS);
            let to = if i + 1 == BINS {
                max
            } else {
                ((i + 1) * max).div_ceil(BINS).saturating_sub(1).max(from)
            };
            Bin {
                label: if from == to {
                    from.to_string()
                } else {
                    format!("{from}–{to}")
                },
                count,
                height: (count as f64 / most as f64 * 900.0).round() / 10.0,
            }
        })
        .collect()
}

fn exercises(records: &[&Record]) -> Vec<Exercise> {
    let longest = records.iter().max_by_key(|record| record.exercises.len());
    let of_lab = longest.into_iter().flat_map(|record| &record.exercises);
    of_lab
        .map(|exercise| {
            let mut counts: BTreeMap<State, usize> = BTreeMap::new();
            let same = records.iter().flat_map(|record| &record.exercises);
            for found in same.filter(|found| found.id == exercise.id) {
                *counts.entry(found.state).or_default() += 1;
            }
            let all = counts.values().sum::<usize>();
            let share = |count: usize| percent(small(count), small(all));
            let right = counts.get(&State::Passed).copied().unwrap_or(0);
            let parts = counts.iter().map(|(state, count)| Part {
                class: class_name(*state),
                word: state.name(),
                count: *count,
                width: share(*count),
            });
            Exercise {
                id: exercise.id.clone(),
                title: exercise.title.clone(),
                max: exercise.max_points,
                percent: (share(right) + 0.5) as u32,
                parts: parts.collect(),
            }
        })
        .collect()
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn columns(records: &[&Record]) -> Vec<String> {
    let longest = records
        .iter()
        .max_by_key(|record| record.exercises.len() + record.manual.len());
    let ids = longest.into_iter().flat_map(|record| {
        let exercises = record.exercises.iter().map(|exercise| exercise.id.clone());
        exercises.chain(record.manual.iter().map(|task| task.id.clone()))
    });
    ids.collect()
}

impl Student {
    fn new(record: &Record) -> Self {
        let tests = record.exercises.iter().map(|exercise| Mark {
            class: class_name(exercise.state),
            mark: mark(exercise.state).to_string(),
            word: exercise.state.name().into(),
        });
        let manual = record.manual.iter().map(|task| Mark {
            class: if task.points.is_some() {
                "passed"
            } else {
                "waiting"
            },
            mark: task
                .points
                .map_or_else(|| "…".into(), |points| points.to_string()),
            word: if task.points.is_some() {
                "points given by a person".into()
            } else {
                "to be graded by a person".into()
            },
        });
        let marks = if record.exercises.is_empty() {
            Vec::new()
        } else {
            tests.chain(manual).collect()
        };
        let note = match status(record) {
            // The marks say it already.
            "graded" | WAITING => String::new(),
            other => record.rejected.clone().unwrap_or_else(|| other.into()),
        };
        Self {
            name: record.submission.clone(),
            href: format!("{}/report.html", record.submission),
            points: record.total(),
            percent: percent(record.total(), record.max_total()),
            marks,
            note: note.lines().next().unwrap_or_default().into(),
        }
    }
}
