//! Cells that did not end well, in words.

use std::collections::HashMap;
use std::path::Path;

use cell_wire::Flow;

use crate::diagnostics::{CellError, Texts, at_place};
use crate::generated::Generated;

const RED: &str = "\u{1b}[31m";
const PLAIN: &str = "\u{1b}[0m";

/// Name of the error of an interrupted cell.
pub const INTERRUPTED: &str = "interrupted";

/// A cell that panicked, threw or was interrupted.
pub fn error(
    flow: &Flow,
    lost: &[String],
    generated: &HashMap<String, Generated>,
    texts: &Texts,
) -> CellError {
    let (name, message, place) = match flow {
        Flow::Threw {
            name,
            message,
            location,
        } => (short(name), message.clone(), location.clone()),
        // An exercise that nobody has filled in yet; where the library says so is of no use.
        Flow::Panicked { message, .. } if message.starts_with("TODO ") => {
            ("TODO".to_owned(), message.clone(), None)
        }
        Flow::Panicked { message, location } => {
            ("panic".to_owned(), message.clone(), location.clone())
        }
        Flow::Interrupted => (
            INTERRUPTED.to_owned(),
            "the cell was interrupted".to_owned(),
            None,
        ),
        Flow::Done => ("done".to_owned(), String::new(), None),
    };
    let mut trace: Vec<String> = format!("{RED}{name}{PLAIN}: {message}")
        .lines()
        .map(ToOwned::to_owned)
        .collect();
    if let Some((file, line, column)) = place {
        trace.extend(whereabouts(&file, line, column, generated, texts));
    }
    trace.extend(loss(lost));
    CellError {
        name,
        message,
        trace,
    }
}

/// The same error, and which variables are what they were before.
pub fn with_restored(mut error: CellError, names: &[&String]) -> CellError {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    if !names.is_empty() {
        error
            .trace
            .push(format!("as before the cell: {}", names.join(", ")));
    }
    error
}

/// A cell that ended its process.
pub fn died(reason: &str, lost: &[String]) -> CellError {
    crash(
        &format!("the cell ended the process that runs it: {reason}"),
        lost,
    )
}

/// A cell that did not react to an interrupt.
pub fn killed(lost: &[String]) -> CellError {
    crash(
        "the cell was interrupted; it did not come to a loop's next round in time, so its process was replaced",
        lost,
    )
}

fn crash(message: &str, lost: &[String]) -> CellError {
    let mut trace = vec![format!("{RED}crash{PLAIN}: {message}")];
    trace.extend(loss(lost));
    trace.push("functions and types are still there; a new process is ready".into());
    CellError {
        name: "crash".into(),
        message: message.into(),
        trace,
    }
}

fn loss(lost: &[String]) -> Option<String> {
    let names: Vec<String> = lost.iter().map(|name| format!("`{name}`")).collect();
    (!lost.is_empty()).then(|| {
        format!(
            "variables lost: {}; run the cells that make them again",
            names.join(", ")
        )
    })
}

/// The cell's own line, or the library's place.
fn whereabouts(
    file: &str,
    line: u32,
    column: u32,
    generated: &HashMap<String, Generated>,
    texts: &Texts,
) -> Vec<String> {
    let name = Path::new(file)
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or(file);
    let ours = generated
        .get(name)
        .and_then(|source| at_place(source, line as usize, column as usize, texts));
    ours.unwrap_or_else(|| vec![format!("  raised at {}:{line}", library_place(file))])
}

/// `…/registry/src/…/burn-tensor-0.22.1/src/x.rs` → `burn-tensor-0.22.1/src/x.rs`.
fn library_place(file: &str) -> String {
    let parts: Vec<&str> = file.split('/').collect();
    let start = parts
        .iter()
        .position(|part| *part == "src")
        .unwrap_or(parts.len());
    let inner = parts
        .iter()
        .rposition(|part| *part == "src")
        .unwrap_or(start);
    parts[inner.saturating_sub(1).min(parts.len())..].join("/")
}

/// `std::num::error::ParseIntError` → `ParseIntError`; what only wraps words or another error is an `error`.
fn short(name: &str) -> String {
    let head = name.split('<').next().unwrap_or(name);
    match head.rsplit("::").next().unwrap_or(head) {
        "Box" | "Rc" | "Arc" | "String" | "&str" | "Error" | "" => "error".to_owned(),
        last => last.to_owned(),
    }
}
