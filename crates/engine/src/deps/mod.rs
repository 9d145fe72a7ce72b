//! `:dep name = "version"`: other crates than those of the kit.
//!
//! Cargo compiles all of a session's into one shared object of their own, in a folder beside the kit. It is there for the next
//! session, which then needs neither time nor a connection.

mod artifacts;
mod build;
mod line;

use cell_wire::Order;

use crate::child::Sink;
use crate::diagnostics::CellError;
use crate::error::EngineError;
use crate::remarks;
use crate::session::Engine;
use crate::source::Cell;
use line::Line;

pub use artifacts::Artifacts;

/// The crates that a session added.
#[derive(Debug)]
pub struct Deps {
    lines: Vec<Line>,
    artifacts: Artifacts,
}

/// Adds what a cell's `:dep` lines ask for.
pub fn add(
    engine: &mut Engine,
    cell: &Cell,
    sink: &mut Sink<'_>,
) -> Result<Result<(), CellError>, EngineError> {
    let mut wanted = vec![];
    for order in cell.orders.iter().filter(|order| is_dep(order)) {
        match Line::parse(order) {
            Ok(line) if line.is_here_anyway() => {}
            Ok(line) => wanted.push(line),
            Err(why) => return Ok(Err(refused(order, why))),
        }
    }
    if let Some(deps) = &engine.deps {
        wanted.retain(|line| !deps.lines.contains(line));
        if let Some(line) = wanted.first() {
            return Ok(Err(too_late(line)));
        }
    }
    if wanted.is_empty() {
        return Ok(Ok(()));
    }
    wanted.sort();
    wanted.dedup();
    build_and_load(engine, wanted, sink)
}

/// Whether a line asks for a crate.
pub fn is_dep(order: &str) -> bool {
    order.split_whitespace().next() == Some(":dep")
}

fn build_and_load(
    engine: &mut Engine,
    lines: Vec<Line>,
    sink: &mut Sink<'_>,
) -> Result<Result<(), CellError>, EngineError> {
    let job = build::Job::new(engine.compiler.kit(), &lines)?;
    let artifacts = match job.ready() {
        Some(artifacts) => artifacts,
        None => {
            let names: Vec<String> = lines
                .iter()
                .map(|line| format!("`{}`", line.name))
                .collect();
            remarks::say(
                sink,
                &format!("compiling {}, once; a moment …", names.join(", ")),
            );
            match job.run(&engine.compiler.cancel)? {
                Ok(artifacts) => artifacts,
                Err(log) => return Ok(Err(failed(&log, job.dir()))),
            }
        }
    };
    let paths = vec![artifacts.object.display().to_string()];
    if let Err(error) = engine.order(&Order::Load { paths }, sink)? {
        return Ok(Err(error));
    }
    engine.compiler.add(&artifacts);
    engine.deps = Some(Deps { lines, artifacts });
    Ok(Ok(()))
}

impl Deps {
    /// The shared object to load before any cell.
    pub fn object(&self) -> String {
        self.artifacts.object.display().to_string()
    }
}

fn error(message: String, rest: Vec<String>) -> CellError {
    let trace = [message.clone()].into_iter().chain(rest).collect();
    CellError {
        name: ":dep".into(),
        message,
        trace,
    }
}

fn refused(order: &str, why: String) -> CellError {
    let hint = "hint: write `:dep name = \"version\"` or `:dep name = { version = \"…\", features = [\"…\"] }`";
    error(format!("`{order}`: {why}"), vec![hint.into()])
}

fn too_late(line: &Line) -> CellError {
    let name = &line.name;
    error(
        format!(
            "`:dep {name}` comes too late: a session's crates are compiled together, and some are loaded already"
        ),
        vec!["hint: put all `:dep` lines into the first cell, and restart the kernel".into()],
    )
}

/// What cargo says, and what that means without a connection.
fn failed(log: &str, dir: &std::path::Path) -> CellError {
    let first = log.lines().find_map(|line| line.strip_prefix("error: "));
    let message = format!("cargo failed: {}", first.unwrap_or("see below"));
    let connection = [
        "Could not resolve",
        "failed to download",
        "Couldn't connect",
        "network failure",
        "Timeout was",
    ];
    let mut rest: Vec<String> = log.lines().map(ToOwned::to_owned).collect();
    if connection.iter().any(|words| log.contains(words)) {
        rest.push("hint: the first time a crate is used takes a connection; burn and plotters are there without".into());
    }
    rest.push(format!("hint: its folder is `{}`", dir.display()));
    error(message, rest)
}
