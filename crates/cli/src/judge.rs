//! `grade`, `regrade`, `similar`, `nbgrader` and `verify`: build the judge, then become it. It is a program of its own, in a package that no
//! student receives; its exit code is the command's.

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
    course.require("grading", name)?;
    let messages = cargo::build(
        course,
        "the judge",
        &["--package", "grading", "--bin", "judge"],
    )?;
    let judge = cargo::executable(&messages, "judge")
        .context("cargo built no program `judge`")
        .hint("`grading/Cargo.toml` must declare the binary `judge`")?;
    let mut command = Command::new(judge);
    command.arg(name).args(without_dashes(&args.forwarded));
    command.env("NOISEBOOK_ROOT", course.root());
    replace_this_process(command)
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
    Err(command.exec()).context("cannot start the judge")
}

#[cfg(not(unix))]
fn replace_this_process(mut command: Command) -> Result<()> {
    let status = command.status().context("cannot start the judge")?;
    std::process::exit(status.code().unwrap_or(1))
}
