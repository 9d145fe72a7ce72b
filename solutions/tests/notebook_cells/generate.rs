//! One program of all code cells: items outside, statements in one function, last expressions shown.

use std::fmt::Write;

use notebook_file::{CellKind, Notebook, Role};

pub fn program(notebook: &Notebook) -> String {
    let (mut items, mut statements, mut checks) = (String::new(), String::new(), Vec::new());
    for cell in notebook
        .cells
        .iter()
        .filter(|cell| cell.kind == CellKind::Code)
    {
        let id = cell.id.as_deref().unwrap_or_default();
        let source = &cell.source;
        match cell.role() {
            Some(Role::Setup | Role::Answer) => write!(items, "\n// {id}\n{source}\n").unwrap(),
            Some(Role::Check) => {
                checks.push(source.as_str());
                write!(statements, "\n// {id}\n{}", shown(source)).unwrap();
            }
            _ => write!(statements, "\n// {id}\n{}", shown(source)).unwrap(),
        }
    }
    let checks = checks.join(",\n");
    format!(
        "// Generated from notebooks/forward.ipynb by the test `notebook_cells`; do not edit.\n{items}\n\
         pub fn run() -> Result<(), Box<dyn std::error::Error>> {{\n{statements}\nOk(())\n}}\n\n\
         pub fn checks() -> Vec<CheckReport> {{\nvec![\n{checks}\n]\n}}\n"
    )
}

/// The cell with its last expression shown, as a kernel does.
fn shown(source: &str) -> String {
    let ends = |line: &str| line.ends_with(';') || line == "}" || line.starts_with("//");
    let lines: Vec<&str> = source.lines().collect();
    let first = lines
        .iter()
        .rposition(|line| ends(line))
        .map_or(0, |last| last + 1);
    let (before, last) = (lines[..first].join("\n"), lines[first..].join("\n"));
    match last.trim() {
        "" => format!("{before}\n"),
        expression => format!("{before}\n({expression}).evcxr_display();\n"),
    }
}
