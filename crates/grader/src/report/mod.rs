//! Records as files and tables.
//!
//! ```text
//! out/summary.csv
//! out/manual.toml                  points that a person gives; grows with the class, never overwritten
//! out/<submission>/result.json     all that the tests found; for the instructor
//! out/<submission>/output.txt      what the student's code printed, if anything
//! out/<submission>/history/        earlier records
//! out/<submission>/results.json    Gradescope's format; what a student may see
//! out/<submission>/summary.txt     the same to read
//! ```

mod csv;
mod file;
mod gradescope;
mod table;
mod text;
mod words;

use std::fs;
use std::path::Path;

use crate::error::At;
use crate::grader::Graded;
use crate::{GradeError, ManualPoints, Record, manual};

pub use csv::csv;
pub use gradescope::gradescope;
pub use table::table;
pub use text::text;

const RECORD: &str = "result.json";
const MANUAL: &str = "manual.toml";

/// Keeps what grading found; the record last, since it says that all is there.
pub(crate) fn keep(folder: &Path, graded: &Graded) -> Result<(), GradeError> {
    fs::create_dir_all(folder).at("create", folder)?;
    keep_history(folder, &graded.record)?;
    let output = folder.join("output.txt");
    if graded.output.is_empty() {
        file::remove(&output)?;
    } else {
        file::write(&output, &graded.output)?;
    }
    file::write(&folder.join(RECORD), &json(&graded.record))
}

/// The record in `folder`, if there is one that this version can read.
pub(crate) fn read(folder: &Path) -> Option<Record> {
    let bytes = fs::read(folder.join(RECORD)).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// The points that a person entered in the folder of records, if any.
///
/// # Errors
/// [`GradeError::Manual`] when the file says something that cannot be.
pub fn manual_points(out: &Path) -> Result<ManualPoints, GradeError> {
    let path = out.join(MANUAL);
    if path.exists() {
        ManualPoints::open(&path)
    } else {
        Ok(ManualPoints::default())
    }
}

/// Writes the reports of the class, and of each student. `records` have their manual points.
pub(crate) fn publish(out: &Path, records: &[Record]) -> Result<(), GradeError> {
    for record in records {
        let folder = out.join(&record.submission);
        fs::create_dir_all(&folder).at("create", &folder)?;
        file::update(&folder.join("results.json"), &json(&gradescope(record)))?;
        file::update(&folder.join("summary.txt"), text(record).as_bytes())?;
    }
    extend_sheet(out, records)?;
    file::update(&out.join("summary.csv"), csv(records).as_bytes())
}

fn extend_sheet(out: &Path, records: &[Record]) -> Result<(), GradeError> {
    let path = out.join(MANUAL);
    let text = if path.exists() {
        fs::read_to_string(&path).at("read", &path)?
    } else {
        String::new()
    };
    match manual::extended(&path, &text, records)? {
        Some(text) => file::write(&path, text.as_bytes()),
        None => Ok(()),
    }
}

/// A regrade never replaces what was recorded: a record with another key moves to the history first.
fn keep_history(folder: &Path, record: &Record) -> Result<(), GradeError> {
    let Some(before) = read(folder).filter(|before| before.key != record.key) else {
        return Ok(());
    };
    let history = folder.join("history");
    fs::create_dir_all(&history).at("create", &history)?;
    let key: String = before
        .key
        .chars()
        .filter(char::is_ascii_hexdigit)
        .take(16)
        .collect();
    let from = folder.join(RECORD);
    fs::rename(&from, history.join(format!("result-{key}.json"))).at("rename", &from)
}

fn json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n")
        .unwrap_or_default()
        .into_bytes()
}

#[cfg(test)]
mod tests;
