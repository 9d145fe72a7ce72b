//! A notebook executed without a browser.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{ChildStdout, Stdio};

use anyhow::{Context, Result, anyhow};
use indicatif::ProgressBar;
use serde::Deserialize;

use super::Session;
use super::jupyter::python;
use super::report::Report;
use crate::errors::{Hint, Shown};
use crate::progress;
use crate::setup::files;

const SCRIPT: &str = include_str!("../../assets/execute.py");

/// Seconds that one cell may take.
const CELL_LIMIT: u32 = 1800;

/// Executes `notebook`, writes the result under `out` and reports what failed.
pub fn run(session: &Session, notebook: &Path, out: &Path) -> Result<()> {
    let out = fs::canonicalize(out).with_context(|| format!("cannot open `{}`", out.display()))?;
    let written = execute(session, notebook, &out)?;
    let text = fs::read(&written.ipynb)
        .with_context(|| format!("cannot read `{}`", written.ipynb.display()))?;
    let report = Report::read(&text)?;
    println!("{}\n{}", written.ipynb.display(), written.html.display());
    eprint!("{report}");
    match report.failed(session.feature) {
        true => Err(Shown.into()),
        false => Ok(()),
    }
}

#[derive(Deserialize)]
struct Written {
    ipynb: PathBuf,
    html: PathBuf,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Message {
    Cell { cell: usize, of: usize },
    Written(Written),
}

fn execute(session: &Session, notebook: &Path, out: &Path) -> Result<Written> {
    let layout = &session.layout;
    let script = layout.state().join("execute.py");
    files::write(&script, SCRIPT.as_bytes(), 0o644)?;
    let log = layout.log("headless");
    let stderr = create(&log)?;
    let name = notebook
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let bar = progress::spinner(&format!("Executing {name}"));
    bar.set_message("starting the kernel");
    let mut command = python(session);
    command
        .arg(&script)
        .arg(notebook)
        .arg(out)
        .arg(CELL_LIMIT.to_string());
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(stderr);
    let mut child = command.spawn().context("cannot start Python")?;
    let written = child.stdout.take().and_then(|stdout| follow(stdout, &bar));
    let status = child.wait().context("cannot wait for Python")?;
    bar.finish_and_clear();
    match written {
        Some(written) if status.success() => Ok(written),
        _ => Err(anyhow!(
            "cannot execute `{}`: {}",
            notebook.display(),
            last_line(&log)
        ))
        .hint(format!("the whole log is `{}`", log.display())),
    }
}

fn create(log: &Path) -> Result<fs::File> {
    let dir = log.parent().unwrap_or(log);
    fs::create_dir_all(dir)
        .and_then(|()| fs::File::create(log))
        .with_context(|| format!("cannot write `{}`", log.display()))
}

fn follow(stdout: ChildStdout, bar: &ProgressBar) -> Option<Written> {
    let lines = BufReader::new(stdout).lines().map_while(Result::ok);
    let mut written = None;
    for message in lines.filter_map(|line| serde_json::from_str(&line).ok()) {
        match message {
            Message::Cell { cell, of } => bar.set_message(format!("code cell {cell} of {of}")),
            Message::Written(paths) => written = Some(paths),
        }
    }
    written
}

fn last_line(log: &Path) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    text.lines()
        .rev()
        .find(|line| !line.trim().is_empty())
        .unwrap_or("Python failed")
        .to_owned()
}
