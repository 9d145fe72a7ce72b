//! The file that a person fills in, as it is first written.

use std::path::Path;

use super::ManualPoints;
use crate::{GradeError, ManualRecord, Record};

const HEAD: &str = "\
# Points that a person gives. Take away the `#` and enter a whole number, then run `grade` again:
# what was graded by tests is not graded again. With a word for the student:
#     5a = { points = 3, comment = \"Which of the two variances?\" }
";

/// `text` with an empty table for each record that waits for points and has none; nothing when all have one. What a
/// person wrote stays as it is.
///
/// # Errors
/// [`GradeError::Manual`] when `text` is no such file.
pub(crate) fn extended(
    path: &Path,
    text: &str,
    records: &[Record],
) -> Result<Option<String>, GradeError> {
    let known = ManualPoints::parse(path, text)?;
    let new = records
        .iter()
        .filter(|record| !record.manual.is_empty() && !known.names(&record.submission));
    let tables: String = new.map(table).collect();
    let head = if text.is_empty() { HEAD } else { text };
    Ok((!tables.is_empty()).then(|| format!("{head}{tables}")))
}

fn table(record: &Record) -> String {
    let name = toml::Value::String(record.submission.clone());
    let bare = record
        .submission
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let name = if bare {
        record.submission.clone()
    } else {
        name.to_string()
    };
    let tasks: String = record.manual.iter().map(line).collect();
    format!("\n[{name}]\n{tasks}")
}

fn line(task: &ManualRecord) -> String {
    let ManualRecord {
        id,
        title,
        max_points,
        texts,
        ..
    } = task;
    let empty = if texts.is_empty() { ", left empty" } else { "" };
    format!("# {id} =     # of {max_points}: {title}{empty}\n")
}
