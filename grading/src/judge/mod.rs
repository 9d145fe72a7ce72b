//! The commands of the judge: parsing and printing.

mod args;
mod corpus;
mod cost;
mod grade;
mod nbgrader;
mod progress;
mod similar;
mod slurm;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use grading::course::Course;

use args::{Cli, Command};

/// Runs the command line.
pub fn main() -> ExitCode {
    match run(&Cli::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: &Cli) -> Result<ExitCode> {
    let course = course(cli)?;
    match &cli.command {
        Command::Grade(args) => grade::run(args, &course),
        Command::Regrade(args) => grade::again(args, &course),
        Command::Similar(args) => similar::run(args, &course),
        Command::Slice(args) => slurm::slice(args, &course),
        Command::Nbgrader(args) => nbgrader::run(args, &course),
        Command::Verify(args) => verify::run(args, &course),
        Command::Corpus => corpus::run(&course),
    }
}

/// `--root`, else what `cargo noisebook` says, else the nearest course upwards.
fn course(cli: &Cli) -> Result<Course> {
    let given = cli
        .root
        .clone()
        .or_else(|| std::env::var_os("NOISEBOOK_ROOT").map(PathBuf::from));
    if let Some(root) = given {
        return Course::at(&root);
    }
    let here = std::env::current_dir().context("cannot tell the current folder")?;
    let nearest = here
        .ancestors()
        .find(|folder| folder.join("notebooks").is_dir());
    Course::at(nearest.unwrap_or(&here))
}

/// Digest of this program: of the hidden tests, what they compare with, and the grader.
fn own_digest() -> Result<String> {
    let path = std::env::current_exe().context("cannot find the judge's own program")?;
    let bytes =
        std::fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
    Ok(grader::digest_bytes(&bytes))
}
