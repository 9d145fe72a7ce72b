//! `cargo noisebook test`: everything that must hold, one step after the other.

use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};

use crate::args::TestArgs;
use crate::course::Course;
use crate::errors::Hint;
use crate::{cargo, setup};

/// A step: what it shows, and the arguments of cargo.
const STEPS: [(&str, &[&str]); 3] = [
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
];

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
    for (step, arguments) in STEPS {
        perform(course, step, arguments)?;
    }
    perform(
        course,
        "the author gate",
        &["run", "--quiet", "--package", "grading", "--", "verify"],
    )?;
    eprintln!("all steps passed in {} s", start.elapsed().as_secs());
    Ok(())
}

fn perform(course: &Course, step: &str, arguments: &[&str]) -> Result<()> {
    let start = Instant::now();
    eprintln!("── {step}: cargo {}", arguments.join(" "));
    let mut command: Command = cargo::command(course.root());
    command.args(arguments).env("NOISEBOOK_ROOT", course.root());
    let status = command.status().context("cannot start `cargo`")?;
    if status.success() {
        eprintln!("── {step}: passed in {} s", start.elapsed().as_secs());
        return Ok(());
    }
    Err(anyhow!("{step} failed")).hint(format!("run it alone: cargo {}", arguments.join(" ")))
}
