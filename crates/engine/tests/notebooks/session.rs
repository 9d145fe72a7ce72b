//! Runs a notebook and compares.

use std::fmt::Write;

use cell_wire::Event;
use engine::{CellError, Engine, Output};
use kit::Kit;

use crate::table::{Cell, Expectation, Notebook};

/// What a cell did.
#[derive(Debug, Default)]
struct Seen {
    stdout: Vec<u8>,
    stderr: Vec<u8>,
    result: Option<String>,
    mimes: Vec<String>,
    error: Option<CellError>,
    variables: String,
}

/// Runs a notebook in an engine of its own; the error says which cell did something else.
pub fn run(kit: &Kit, notebook: &Notebook) -> Result<(), String> {
    let place = format!("{}: {}", notebook.file, notebook.title);
    let mut engine = Engine::start(kit.clone()).map_err(|error| format!("{place}: {error}"))?;
    for (i, cell) in notebook.cells.iter().enumerate() {
        for _ in 0..cell.times {
            let seen = execute(&mut engine, i + 1, cell)
                .map_err(|error| format!("{place}, cell {}: {error}", i + 1))?;
            let missed: Vec<&Expectation> = cell
                .expected
                .iter()
                .filter(|expected| !holds(expected, &seen))
                .collect();
            let failed = seen.error.is_some()
                && !cell
                    .expected
                    .iter()
                    .any(|expected| matches!(expected, Expectation::Error(..)));
            if failed || !missed.is_empty() {
                return Err(format!(
                    "{place}, cell {}\n{}\nexpected: {missed:?}\n{}",
                    i + 1,
                    cell.code,
                    words(&seen)
                ));
            }
        }
    }
    Ok(())
}

fn execute(engine: &mut Engine, number: usize, cell: &Cell) -> Result<Seen, String> {
    let mut seen = Seen::default();
    let outcome = engine.run(number, &cell.code, &mut |output| {
        take(&mut seen, output);
        cell.interrupt
            .as_ref()
            .is_some_and(|after| String::from_utf8_lossy(&seen.stdout).contains(after))
    });
    seen.error = outcome.map_err(|error| error.to_string())?.err();
    seen.variables = engine.variables().collect::<Vec<_>>().join(" ");
    Ok(seen)
}

fn take(seen: &mut Seen, output: Option<Output>) {
    match output {
        Some(Output::Stdout(bytes)) => seen.stdout.extend(bytes),
        Some(Output::Stderr(bytes)) => seen.stderr.extend(bytes),
        Some(Output::Display(Event::Display { data, result, .. })) => {
            seen.mimes.extend(data.keys().cloned());
            seen.result = data
                .get("text/plain")
                .filter(|_| result)
                .cloned()
                .or(seen.result.take());
        }
        _ => {}
    }
}

fn holds(expected: &Expectation, seen: &Seen) -> bool {
    let stdout = String::from_utf8_lossy(&seen.stdout);
    let trace = || {
        seen.error
            .as_ref()
            .map(|error| plain(&error.trace.join("\n")))
            .unwrap_or_default()
    };
    match expected {
        Expectation::Ok => seen.error.is_none(),
        Expectation::Result(text) => seen.result.as_ref() == Some(text),
        Expectation::Quiet => {
            seen.result.is_none() && seen.stdout.is_empty() && seen.stderr.is_empty()
        }
        Expectation::Stdout(text) => stdout == *text,
        Expectation::StdoutContains(part) => stdout.contains(part),
        Expectation::StderrContains(part) => String::from_utf8_lossy(&seen.stderr).contains(part),
        Expectation::Bytes(count) => seen.stdout.len() == *count,
        Expectation::Display(mime) => seen.mimes.contains(mime),
        Expectation::Error(name, part) => {
            seen.error.as_ref().is_some_and(|error| error.name == *name) && trace().contains(part)
        }
        Expectation::Without(part) => seen.error.is_some() && !trace().contains(part),
        Expectation::At(place) => points_at(&trace(), place),
        Expectation::Variables(names) => seen.variables == *names,
    }
}

/// Whether a trace points at `LINE[:COLUMN][ of CELL]`, as in `--> cell 3:2:5`.
fn points_at(trace: &str, place: &str) -> bool {
    let (place, cell) = place.split_once(" of ").unwrap_or((place, ""));
    let arrows = trace
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--> cell "));
    arrows
        .into_iter()
        .filter_map(|arrow| arrow.split_once(':'))
        .any(|(number, at)| {
            let whole = at == place;
            (cell.is_empty() || cell == number) && (whole || at.split(':').next() == Some(place))
        })
}

/// A text without ANSI colours.
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| {
        out + part.split_once('m').map_or("", |(_, rest)| rest)
    })
}

fn words(seen: &Seen) -> String {
    let mut out = format!(
        "got: result {:?}, displays {:?}, variables `{}`\n",
        seen.result, seen.mimes, seen.variables
    );
    let clip = |bytes: &[u8]| String::from_utf8_lossy(&bytes[..bytes.len().min(2000)]).into_owned();
    let _ = writeln!(
        out,
        "stdout {:?}\nstderr {:?}",
        clip(&seen.stdout),
        clip(&seen.stderr)
    );
    if let Some(error) = &seen.error {
        let _ = writeln!(
            out,
            "error {}: {}\n{}",
            error.name,
            error.message,
            plain(&error.trace.join("\n"))
        );
    }
    out
}
