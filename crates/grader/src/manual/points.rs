//! The file that a person writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::error::At;
use crate::{GradeError, Record};

/// Points for the class, by submission and task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ManualPoints {
    path: PathBuf,
    submissions: BTreeMap<String, BTreeMap<String, Entry>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    points: u32,
    comment: Option<String>,
}

impl ManualPoints {
    /// The points in the file `path`.
    ///
    /// # Errors
    /// [`GradeError::Manual`] when the file is no such table, or it cannot be read.
    pub fn open(path: &Path) -> Result<Self, GradeError> {
        Self::parse(path, &fs::read_to_string(path).at("read", path)?)
    }

    pub(super) fn parse(path: &Path, text: &str) -> Result<Self, GradeError> {
        let wrong = |problem: String| GradeError::Manual {
            path: path.to_owned(),
            problem,
        };
        let table: Table = text
            .parse()
            .map_err(|error: toml::de::Error| wrong(error.to_string().trim_end().to_owned()))?;
        let submissions = table.into_iter().map(|(name, tasks)| {
            let tasks = entries(tasks).map_err(|problem| wrong(format!("`{name}`: {problem}")))?;
            Ok((name, tasks))
        });
        Ok(Self {
            path: path.to_owned(),
            submissions: submissions.collect::<Result<_, GradeError>>()?,
        })
    }

    /// Whether the file has a table for this submission.
    pub(super) fn names(&self, submission: &str) -> bool {
        self.submissions.contains_key(submission)
    }

    /// Enters the points into records.
    ///
    /// # Errors
    /// [`GradeError::Manual`] when an entry fits no task, exceeds its points, or its submission is none that `is_known`.
    pub fn enter(
        &self,
        records: &mut [Record],
        is_known: impl Fn(&str) -> bool,
    ) -> Result<(), GradeError> {
        for (name, tasks) in &self.submissions {
            let record = records.iter_mut().find(|record| record.submission == *name);
            match record {
                Some(record) => enter(record, tasks).map_err(|problem| self.wrong(problem))?,
                None if is_known(name) => {}
                None => return Err(self.wrong(format!("nobody handed in as `{name}`"))),
            }
        }
        Ok(())
    }

    fn wrong(&self, problem: String) -> GradeError {
        GradeError::Manual {
            path: self.path.clone(),
            problem,
        }
    }
}

fn enter(record: &mut Record, tasks: &BTreeMap<String, Entry>) -> Result<(), String> {
    let name = record.submission.clone();
    for (id, entry) in tasks {
        let Some(task) = record.manual.iter_mut().find(|task| task.id == *id) else {
            return Err(format!("`{name}` has no task `{id}` that a person grades"));
        };
        if entry.points > task.max_points {
            return Err(format!(
                "`{name}`, `{id}`: expected at most {} points, got {}",
                task.max_points, entry.points
            ));
        }
        task.points = Some(entry.points);
        task.comment.clone_from(&entry.comment);
    }
    Ok(())
}

fn entries(tasks: Value) -> Result<BTreeMap<String, Entry>, String> {
    let Value::Table(tasks) = tasks else {
        return Err(format!(
            "expected a table such as `[anna]`, got {}",
            tasks.type_str()
        ));
    };
    tasks
        .into_iter()
        .map(|(id, value)| {
            let entry = entry(value).map_err(|problem| format!("`{id}`: {problem}"))?;
            Ok((id, entry))
        })
        .collect()
}

fn entry(value: Value) -> Result<Entry, String> {
    let mut table = match value {
        Value::Table(table) => table,
        points => Table::from_iter([("points".to_owned(), points)]),
    };
    let points = table
        .remove("points")
        .ok_or("expected `points`, got nothing")?;
    let comment = match table.remove("comment") {
        None => None,
        Some(Value::String(comment)) => Some(comment),
        Some(other) => {
            return Err(format!(
                "`comment`: expected a string, got {}",
                other.type_str()
            ));
        }
    };
    if let Some(stranger) = table.keys().next() {
        return Err(format!("expected `points` and `comment`, got `{stranger}`"));
    }
    let whole = points.as_integer().and_then(|n| u32::try_from(n).ok());
    let points = whole.ok_or_else(|| format!("expected a whole number of points, got {points}"))?;
    Ok(Entry { points, comment })
}
