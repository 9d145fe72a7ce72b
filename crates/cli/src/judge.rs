//! `grade`, `regrade`, `similar`, `nbgrader`, `verify` and `train`: build the judge or the trainer, then become it. Each is a program of its
//! own, in a package that no student receives; its exit code is the command's.

use std::ffi::OsString;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;
use kit::Feature;

use crate::args::JudgeArgs;
use crate::cargo;
use crate::course::Course;
use crate::errors::Hint;
use crate::setup;

/// Commands that compile submissions, against a kit.
pub fn grade<A: Args>(name: &str, args: &JudgeArgs<A>, course: &Course) -> Result<()> {
    course.require("grading", name)?;
    // Without the crate `kit` there is nothing that answers could be compiled against.
    let builds_answers = course.root().join("crates/kit").is_dir();
    if builds_answers && !asks_for_help(&args.forwarded) {
        setup::kit(course, Feature::Stub)?;
    }
    plain(name, args, course)
}

/// Commands that need the judge alone.
pub fn plain<A: Args>(name: &str, args: &JudgeArgs<A>, course: &Course) -> Result<()> {
    let mut command = command(name, course)?;
    command.args(without_dashes(&args.forwarded));
    replace_this_process(command)
}

/// The judge's command `name`, ready for its arguments.
pub fn command(name: &str, course: &Course) -> Result<Command> {
    course.require("grading", name)?;
    let mut command = built(course, "the judge", "grading", "judge")?;
    command.arg(name);
    Ok(command)
}

/// `train`: the trainer runs the reference bodies.
pub fn train<A: Args>(args: &JudgeArgs<A>, course: &Course) -> Result<()> {
    course.require("solutions", "train")?;
    let mut command = built(course, "the trainer", "solutions", "train")?;
    command.args(without_dashes(&args.forwarded));
    replace_this_process(command)
}

/// The program `binary` of `package`, which people know as `what`.
fn built(course: &Course, what: &str, package: &str, binary: &str) -> Result<Command> {
    let messages = cargo::build(course, what, &["--package", package, "--bin", binary])?;
    let program = cargo::executable(&messages, binary)
        .with_context(|| format!("cargo built no program `{binary}`"))
        .hint(format!(
            "`{package}/Cargo.toml` must declare the binary `{binary}`"
        ))?;
    let mut command = Command::new(program);
    command.env("NOISEBOOK_ROOT", course.root());
    Ok(command)
}

/// Help needs no kit.
fn asks_for_help(forwarded: &[OsString]) -> bool {
    forwarded
        .iter()
        .any(|argument| argument == "--help" || argument == "-h")
}

/// `grade -- --help`: the dashes are this command's, not the judge's.
fn without_dashes(forwarded: &[OsString]) -> &[OsString] {
    match forwarded {
        [first, rest @ ..] if first == "--" => rest,
        all => all,
    }
}

#[cfg(unix)]
fn replace_this_process(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    Err(command.exec()).context("cannot start the program that was built")
}

#[cfg(not(unix))]
fn replace_this_process(mut command: Command) -> Result<()> {
    let status = command
        .status()
        .context("cannot start the program that was built")?;
    std::process::exit(status.code().unwrap_or(1))
}
