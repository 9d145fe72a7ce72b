//! Records as files and tables.
//!
//! ```text
//! out/index.html                   the class: histogram, exercises, submissions
//! out/summary.csv                  the same as a table
//! out/canvas.csv, moodle.csv       for gradebooks
//! out/manual.toml                  points that a person gives; grows with the class, never overwritten
//! out/<submission>/report.html     what a student may see
//! out/<submission>/summary.txt     the same as text
//! out/<submission>/results.json    the same for Gradescope
//! out/<submission>/exercism.json   the same for Exercism
//! out/<submission>/junit.xml       the same for tools that read JUnit
//! ```
//!
//! What the instructor alone sees stands in `result.json` beside them (see [`Batch`](crate::Batch)).

mod csv;
mod exercism;
pub(crate) mod file;
mod gradescope;
mod html;
mod junit;
mod lms;
mod table;
mod text;
mod words;

use std::fs;
use std::path::Path;

use crate::error::At;
use crate::{GradeError, ManualPoints, Record, manual};

pub use csv::csv;
pub use exercism::exercism;
pub use gradescope::gradescope;
pub use html::{class, similar, student};
pub use junit::junit;
pub use lms::{canvas, moodle};
pub use table::table;
pub use text::text;
pub use words::counted;

const MANUAL: &str = "manual.toml";

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
        file::update(
            &folder.join("results.json"),
            &file::json(&gradescope(record)),
        )?;
        file::update(
            &folder.join("exercism.json"),
            &file::json(&exercism(record)),
        )?;
        for (name, text) in [
            ("summary.txt", text(record)),
            ("report.html", student(record)?),
            ("junit.xml", junit(record)?),
        ] {
            file::update(&folder.join(name), text.as_bytes())?;
        }
    }
    for (name, text) in [
        ("index.html", class(records)?),
        ("canvas.csv", canvas(records)),
        ("moodle.csv", moodle(records)),
    ] {
        file::update(&out.join(name), text.as_bytes())?;
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

#[cfg(test)]
mod tests;
