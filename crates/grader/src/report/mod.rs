//! Records as files and tables.
//!
//! ```text
//! out/summary.csv
//! out/<submission>/result.json     all that is known; for the instructor
//! out/<submission>/results.json    Gradescope's format; what a student may see
//! out/<submission>/summary.txt     the same to read
//! out/<submission>/output.txt      what the student's code printed, if anything
//! out/<submission>/history/        earlier records
//! ```

mod csv;
mod gradescope;
mod table;
mod text;
mod words;

use std::fs;
use std::io::Write;
use std::path::Path;

use crate::error::At;
use crate::grader::Graded;
use crate::{GradeError, Record};

pub use csv::csv;
pub use gradescope::gradescope;
pub use table::table;
pub use text::text;

const RECORD: &str = "result.json";

/// Writes the files of one submission; the record last, since it says that all is there.
pub(crate) fn write(folder: &Path, graded: &Graded) -> Result<(), GradeError> {
    fs::create_dir_all(folder).at("create", folder)?;
    keep_history(folder, &graded.record)?;
    let output = folder.join("output.txt");
    if graded.output.is_empty() {
        fs::remove_file(&output)
            .or_else(absent)
            .at("remove", &output)?;
    } else {
        atomically(&output, &graded.output)?;
    }
    atomically(
        &folder.join("results.json"),
        &json(&gradescope(&graded.record)),
    )?;
    atomically(&folder.join("summary.txt"), text(&graded.record).as_bytes())?;
    atomically(&folder.join(RECORD), &json(&graded.record))
}

/// The record in `folder`, if there is one that this version can read.
pub(crate) fn read(folder: &Path) -> Option<Record> {
    let bytes = fs::read(folder.join(RECORD)).ok()?;
    serde_json::from_slice(&bytes).ok()
}

pub(crate) fn write_summary(out: &Path, records: &[Record]) -> Result<(), GradeError> {
    atomically(&out.join("summary.csv"), csv(records).as_bytes())
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

fn absent(error: std::io::Error) -> std::io::Result<()> {
    if error.kind() == std::io::ErrorKind::NotFound {
        Ok(())
    } else {
        Err(error)
    }
}

/// Writes beside the file, then gives it its name.
fn atomically(path: &Path, bytes: &[u8]) -> Result<(), GradeError> {
    let folder = path.parent().unwrap_or(path);
    let readable = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    let mut file = tempfile::Builder::new()
        .prefix(".new-")
        .permissions(readable)
        .tempfile_in(folder)
        .at("write", path)?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .at("write", path)?;
    file.persist(path)
        .map(drop)
        .map_err(|error| error.error)
        .at("write", path)
}

#[cfg(test)]
mod tests;
