//! Reads the table of notebooks.

use std::path::Path;

/// A few cells.
#[derive(Debug)]
pub struct Notebook {
    /// Name of its file.
    pub file: String,
    /// Its first line.
    pub title: String,
    /// In order.
    pub cells: Vec<Cell>,
}

/// A cell and what becomes of it.
#[derive(Debug, Default)]
pub struct Cell {
    /// Its text.
    pub code: String,
    /// All of these hold.
    pub expected: Vec<Expectation>,
    /// Interrupt it when it has printed this.
    pub interrupt: Option<String>,
    /// Run it so many times.
    pub times: usize,
}

/// What a line `--- …` says. In texts `\n`, `\t` and `\\` stand for themselves.
#[derive(Debug)]
pub enum Expectation {
    /// `ok`: ends well; also what is expected without `error`.
    Ok,
    /// `result TEXT`: the last expression's text.
    Result(String),
    /// `quiet`: no result and no output.
    Quiet,
    /// `stdout TEXT`: all of it.
    Stdout(String),
    /// `stdout contains TEXT`.
    StdoutContains(String),
    /// `stderr contains TEXT`.
    StderrContains(String),
    /// `bytes N`: so many on stdout.
    Bytes(usize),
    /// `display MIME`: something rich.
    Display(String),
    /// `error NAME: TEXT`: fails by this name, and its trace contains the text.
    Error(String, String),
    /// `without TEXT`: the trace does not contain it.
    Without(String),
    /// `at LINE` or `at LINE:COLUMN`: the trace points there; optionally into an earlier cell: `at LINE of CELL`.
    At(String),
    /// `variables NAMES`: exactly these are left.
    Variables(String),
}

/// All notebooks of a folder's `.txt` files.
pub fn read(folder: &Path) -> Vec<Notebook> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of notebooks")
        .map(|file| file.expect("a file").path())
        .collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "txt"));
    files.sort();
    files.iter().flat_map(|file| parse(file)).collect()
}

fn parse(path: &Path) -> Vec<Notebook> {
    let text = std::fs::read_to_string(path).expect("a table");
    let file = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let notebook = |part: &str| {
        let (title, rest) = part.split_once('\n').unwrap_or((part, ""));
        Notebook {
            file: file.clone(),
            title: title.to_owned(),
            cells: cells(rest.trim_end_matches('\n')),
        }
    };
    text.split("=== ").skip(1).map(notebook).collect()
}

/// A cell ends where the expectations after it end.
fn cells(text: &str) -> Vec<Cell> {
    let mut cells = vec![];
    let (mut lines, mut cell) = (
        vec![],
        Cell {
            times: 1,
            ..Cell::default()
        },
    );
    for line in text.split('\n') {
        match line.strip_prefix("--- ") {
            Some(order) => apply(&mut cell, order),
            None if cell.expected.is_empty() => lines.push(line),
            None => {
                finish(&mut cells, &mut cell, &mut lines);
                lines.push(line);
            }
        }
    }
    finish(&mut cells, &mut cell, &mut lines);
    cells
}

fn finish(cells: &mut Vec<Cell>, cell: &mut Cell, lines: &mut Vec<&str>) {
    cell.code = std::mem::take(lines).join("\n");
    cells.push(std::mem::replace(
        cell,
        Cell {
            times: 1,
            ..Cell::default()
        },
    ));
}

fn apply(cell: &mut Cell, order: &str) {
    let (word, rest) = order.split_once(' ').unwrap_or((order, ""));
    let text = rest
        .replace("\\\\", "\u{0}")
        .replace("\\n", "\n")
        .replace("\\t", "\t")
        .replace("\\r", "\r")
        .replace('\u{0}', "\\");
    match word {
        "times" => cell.times = rest.parse().expect("how often"),
        "interrupt" => {
            cell.interrupt = Some(match rest {
                "" => "on\n".to_owned(),
                "at once" => String::new(),
                _ => rest.trim_start_matches("after ").to_owned(),
            })
        }
        _ => cell.expected.push(expectation(word, rest, text)),
    }
}

fn expectation(word: &str, rest: &str, text: String) -> Expectation {
    let contained = text.strip_prefix("contains ").map(ToOwned::to_owned);
    match (word, contained) {
        ("ok", _) => Expectation::Ok,
        ("quiet", _) => Expectation::Quiet,
        ("result", _) => Expectation::Result(text),
        ("stdout", Some(part)) => Expectation::StdoutContains(part),
        ("stdout", None) => Expectation::Stdout(text),
        ("stderr", Some(part)) => Expectation::StderrContains(part),
        ("bytes", _) => Expectation::Bytes(rest.parse().expect("a number of bytes")),
        ("display", _) => Expectation::Display(text),
        ("without", _) => Expectation::Without(text),
        ("at", _) => Expectation::At(text),
        ("variables", _) => Expectation::Variables(text),
        ("error", _) => {
            let (name, part) = text.split_once(": ").unwrap_or((&text, ""));
            Expectation::Error(name.to_owned(), part.to_owned())
        }
        _ => panic!("`--- {word}` is no expectation"),
    }
}
