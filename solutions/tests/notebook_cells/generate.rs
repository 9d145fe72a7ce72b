//! One program of all code cells: items outside, statements in one function, last expressions shown.

use std::fmt::Write;

use notebook_file::{Cell, CellKind, Notebook, Role};

/// A cell with the tag `raises-exception` shows an error and is left out.
pub fn program(slug: &str, notebook: &Notebook) -> String {
    let (mut items, mut statements, mut checks) = (String::new(), String::new(), Vec::new());
    for cell in notebook
        .cells
        .iter()
        .filter(|cell| cell.kind == CellKind::Code && !raises(cell))
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
        "// Generated from notebooks/{slug}.ipynb by the test `notebook_cells`; do not edit.\n{items}\n\
         pub fn run() -> Result<(), Box<dyn std::error::Error>> {{\n{statements}\nOk(())\n}}\n\n\
         pub fn checks() -> Vec<CheckReport> {{\nvec![\n{checks}\n]\n}}\n"
    )
}

fn raises(cell: &Cell) -> bool {
    let tags = cell.metadata.get("tags").and_then(|tags| tags.as_array());
    tags.is_some_and(|tags| tags.iter().any(|tag| tag == "raises-exception"))
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
