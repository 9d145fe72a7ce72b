//! `cargo noisebook test`: everything that must hold, one step after the other.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};

use crate::args::TestArgs;
use crate::course::Course;
use crate::errors::Hint;
use crate::{cargo, setup};

/// A step: what it shows, and the arguments of cargo.
const STEPS: [(&str, &[&str]); 4] = [
    ("formatting", &["fmt", "--all", "--check"]),
    (
        "lints",
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    ),
    ("tests", &["test", "--workspace"]),
    (
        "the author gate",
        &["run", "--quiet", "--package", "grading", "--", "verify"],
    ),
];

/// Names the file in which tests note what they could not run.
const NOT_RUN: &str = "NOISEBOOK_NOT_RUN";

/// Sets up what the tests need, then runs them all; stops at the first step that fails.
pub fn run(_: &TestArgs, course: &Course) -> Result<()> {
    if !course.root().join("grading").is_dir() {
        return Err(anyhow!(
            "this is a student's bundle: it holds no tests of the course"
        ))
        .hint("to test your answers: cargo noisebook check notebooks/forward.ipynb");
    }
    setup::tests(course)?;
    let start = Instant::now();
    let not_run = tempfile::NamedTempFile::new().context("cannot make a temporary file")?;
    for (step, arguments) in STEPS {
        perform(course, step, arguments, not_run.path())?;
    }
    eprintln!("all steps passed in {} s", start.elapsed().as_secs());
    let notes = std::fs::read_to_string(not_run.path()).context("cannot read what was not run")?;
    eprint!("{notes}");
    Ok(())
}

/// What a test cannot run for want of a program, it says in the file `not_run`.
fn perform(course: &Course, step: &str, arguments: &[&str], not_run: &Path) -> Result<()> {
    let start = Instant::now();
    eprintln!("── {step}: cargo {}", arguments.join(" "));
    let mut command: Command = cargo::command(course.root());
    command.args(arguments).env("NOISEBOOK_ROOT", course.root());
    command.env(NOT_RUN, not_run);
    let status = command.status().context("cannot start `cargo`")?;
    if status.success() {
        eprintln!("── {step}: passed in {} s", start.elapsed().as_secs());
        return Ok(());
    }
    Err(anyhow!("{step} failed")).hint(format!("run it alone: cargo {}", arguments.join(" ")))
}
