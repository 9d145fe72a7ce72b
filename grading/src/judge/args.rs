//! What the command line accepts; every help text stands here.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// Grade submitted notebooks, and prove the tests that do it.
#[derive(Debug, Parser)]
#[command(
    name = "judge",
    bin_name = "cargo noisebook",
    version,
    max_term_width = 100
)]
pub struct Cli {
    /// Folder of the course [default: the nearest folder upwards with `notebooks/`]
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// One variant per command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Grade submissions with the hidden tests, each in a sandbox
    Grade(GradeArgs),
    /// Prove the course: stubs fail, solutions pass, mutants die, nothing leaks
    Verify(VerifyArgs),
    /// Write the hostile notebooks under grading/hostile/ anew
    #[command(hide = true)]
    Corpus,
}

/// `grade`.
#[derive(Debug, Args)]
#[command(after_help = "\
Records:
  DIR/summary.csv                the class as a table
  DIR/manual.toml                points that a person gives: fill it in, then run the same command again
  DIR/<submission>/summary.txt   points and what was found, for the student
  DIR/<submission>/results.json  the same in Gradescope's format
  DIR/<submission>/result.json   everything, for the instructor

A submission whose record would come out the same is left out, so an interrupted batch goes on where it ended.

Exit codes:
  0  every submission has its result
  1  something is not graded, or could not be: the message says what
  2  the command line is wrong")]
pub struct GradeArgs {
    /// Notebooks, or folders that hold some at any depth
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// Where the records go
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Submissions at once [default: one for each processor]
    #[arg(long, value_name = "N")]
    pub jobs: Option<NonZero<usize>>,
    /// Accept notebooks of this lab only [default: whichever lab the notebook names]
    #[arg(long, value_name = "LAB")]
    pub lab: Option<String>,
    /// From which each student's seed is drawn; the same word gives the same result
    #[arg(long, value_name = "WORD", default_value = "noisebook")]
    pub seed: String,
    /// Grade again what was graded before
    #[arg(long)]
    pub no_resume: bool,
    /// Grade although this machine cannot isolate submissions fully; reports say so
    #[arg(long)]
    pub allow_reduced_isolation: bool,
}

/// `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Print what was found as JSON
    #[arg(long)]
    pub json: bool,
}
