//! What went wrong in an executed notebook.
//!
//! The stock kernel answers "ok" to a cell that panicked, so a panic is looked for in what the cell printed.

use std::fmt;

use anyhow::{Context, Result};
use kit::Feature;
use serde_json::Value;

/// The code cells that did not end well.
#[derive(Debug, PartialEq, Eq)]
pub struct Report {
    cells: usize,
    troubles: Vec<Trouble>,
}

/// One code cell's end.
#[derive(Debug, PartialEq, Eq)]
struct Trouble {
    /// Number among the code cells, from 1.
    cell: usize,
    todo: bool,
    message: String,
}

impl Report {
    /// Reads an executed notebook.
    pub fn read(notebook: &[u8]) -> Result<Self> {
        let notebook: Value =
            serde_json::from_slice(notebook).context("the executed notebook is no JSON")?;
        let cells = notebook["cells"].as_array().into_iter().flatten();
        let code: Vec<&Value> = cells.filter(|cell| cell["cell_type"] == "code").collect();
        let troubles = code
            .iter()
            .enumerate()
            .filter_map(|(i, cell)| Trouble::of(i + 1, cell));
        Ok(Self {
            cells: code.len(),
            troubles: troubles.collect(),
        })
    }

    /// Whether the run failed: a TODO is no failure while the bodies are stubs.
    pub fn failed(&self, feature: Feature) -> bool {
        self.troubles
            .iter()
            .any(|trouble| feature == Feature::Solution || !trouble.todo)
    }
}

impl Trouble {
    fn of(number: usize, cell: &Value) -> Option<Self> {
        if is_meant_to_fail(cell) {
            return None;
        }
        let outputs = cell["outputs"].as_array()?;
        let message = outputs
            .iter()
            .find_map(error)
            .or_else(|| panic(&printed(outputs)))?;
        let message = plain(&message).trim().to_owned();
        Some(Self {
            cell: number,
            todo: message.starts_with("TODO "),
            message,
        })
    }
}

/// Whether the cell shows an error on purpose, as Jupyter's tag says.
fn is_meant_to_fail(cell: &Value) -> bool {
    let tags = cell["metadata"]["tags"].as_array();
    tags.is_some_and(|tags| tags.iter().any(|tag| tag == "raises-exception"))
}

fn error(output: &Value) -> Option<String> {
    (output["output_type"] == "error")
        .then(|| output["evalue"].as_str().unwrap_or("error").to_owned())
}

/// All that the cell wrote to standard error; the kernel gives it line by line.
fn printed(outputs: &[Value]) -> String {
    let streams = outputs
        .iter()
        .filter(|output| output["name"] == "stderr")
        .map(|output| &output["text"]);
    let pieces = streams.flat_map(|text| match text {
        Value::Array(lines) => lines.iter().filter_map(Value::as_str).collect(),
        text => text.as_str().into_iter().collect::<Vec<_>>(),
    });
    pieces.collect()
}

/// The message that follows `thread '<name>' (1) panicked at src/lib.rs:1:1:`, up to the backtrace.
fn panic(printed: &str) -> Option<String> {
    let (_, after) = printed.split_once("panicked at ")?;
    let lines = after
        .lines()
        .skip(1)
        .take_while(|line| !line.starts_with("stack backtrace:") && !line.starts_with("note: "));
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// Without the colours of a terminal.
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| {
        plain + part.split_once('m').map_or(part, |(_, rest)| rest)
    })
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for trouble in &self.troubles {
            let what = if trouble.todo {
                "is to be filled in"
            } else {
                "failed"
            };
            writeln!(
                f,
                "code cell {} {what}: {}",
                trouble.cell,
                trouble.message.replace('\n', "\n    ")
            )?;
        }
        let todos = self.troubles.iter().filter(|trouble| trouble.todo).count();
        let failed = self.troubles.len() - todos;
        writeln!(
            f,
            "{} code cells: {failed} failed, {todos} stopped at a TODO",
            self.cells
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTEBOOK: &str = r#"{"cells": [
        {"cell_type": "markdown", "source": []},
        {"cell_type": "code", "outputs": [{"output_type": "stream", "name": "stdout", "text": ["panicked at the disco"]}]},
        {"cell_type": "code", "outputs": [
            {"output_type": "stream", "name": "stderr", "text": ["\n", "thread '<unnamed>' (7) panicked at labs/src/forward/jump.rs:9:1:\n"]},
            {"output_type": "stream", "name": "stderr", "text": "TODO 3b (Direct jump): Jump.\nhint: One Gaussian.\nstack backtrace:\n 0: x"}]},
        {"cell_type": "code", "outputs": [{"output_type": "error", "ename": "Error", "evalue": "\u001b[31mmismatched types\u001b[0m"}]},
        {"cell_type": "code", "metadata": {"tags": ["raises-exception"]}, "outputs": [{"output_type": "error", "evalue": "on purpose"}]}
    ]}"#;

    #[test]
    fn a_todo_is_no_failure_until_bodies_are_filled() {
        let text = NOTEBOOK.replace("\"error\"", "\"stream\"");
        let report = Report::read(text.as_bytes()).unwrap();
        assert!(!report.failed(Feature::Stub) && report.failed(Feature::Solution));
    }

    #[test]
    fn troubles_are_told_by_cell() {
        let report = Report::read(NOTEBOOK.as_bytes()).unwrap();
        assert!(report.failed(Feature::Stub));
        let expected = "code cell 2 is to be filled in: TODO 3b (Direct jump): Jump.\n    hint: One Gaussian.\n\
            code cell 3 failed: mismatched types\n4 code cells: 1 failed, 1 stopped at a TODO\n";
        assert_eq!(report.to_string(), expected);
    }
}
