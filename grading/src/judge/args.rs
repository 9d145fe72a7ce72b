//! What the command line accepts; every help text stands here.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

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
    /// Grade again what a folder of records holds, and say who changes
    Regrade(RegradeArgs),
    /// List pairs of submissions that are alike, for a person to look at
    Similar(SimilarArgs),
    /// Write a lab's notebook as an nbgrader assignment
    Nbgrader(NbgraderArgs),
    /// Prove the course: stubs fail, solutions pass, mutants die, nothing leaks
    Verify(VerifyArgs),
    /// Grade a slice of a class: what a task of a job array runs
    #[command(hide = true)]
    Slice(SliceArgs),
    /// Write the hostile notebooks under grading/hostile/ anew
    #[command(hide = true)]
    Corpus,
}

/// `grade`.
#[derive(Debug, Args)]
#[command(after_help = "\
Records:
  DIR/index.html                 the class: histogram, exercises, submissions; summary.csv is the same as a table
  DIR/manual.toml                points that a person gives: fill it in, then run the same command again
  DIR/canvas.csv, moodle.csv     for gradebooks
  DIR/<submission>/report.html   points and what was found, for the student; also summary.txt, results.json
                                 (Gradescope), exercism.json, junit.xml
  DIR/<submission>/result.json   everything, for the instructor; records/ keeps every grading, submitted/ what was handed in

A submission whose record would come out the same is left out, so an interrupted batch goes on where it ended.

Exit codes:
  0  every submission has its result
  1  something is not graded, or could not be: the message says what
  2  the command line is wrong")]
pub struct GradeArgs {
    /// Notebooks, or folders that hold some at any depth
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// How to grade.
    #[command(flatten)]
    pub how: How,
}

/// `regrade`.
#[derive(Debug, Args)]
pub struct RegradeArgs {
    /// How to grade.
    #[command(flatten)]
    pub how: How,
}

/// `slice`.
#[derive(Debug, Args)]
pub struct SliceArgs {
    /// The file that lists the submissions
    #[arg(long, value_name = "FILE")]
    pub slice: PathBuf,
    /// How to grade.
    #[command(flatten)]
    pub how: How,
}

/// Where submissions are graded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Executor {
    /// Here
    #[default]
    Local,
    /// On a Slurm cluster, as a job array
    Slurm,
}

/// `nbgrader`.
#[derive(Debug, Args)]
pub struct NbgraderArgs {
    /// Name of the lab, as under notebooks/
    pub lab: String,
    /// The notebook to write
    #[arg(long, value_name = "FILE.ipynb")]
    pub out: PathBuf,
}

/// `similar`.
#[derive(Debug, Args)]
pub struct SimilarArgs {
    /// The folder of records; the report goes into it as similar.html
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Print the pairs as JSON
    #[arg(long)]
    pub json: bool,
}

/// How to grade.
#[derive(Debug, Clone, Args)]
pub struct How {
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
    /// Where submissions are graded; a cluster must see the course, the submissions and the records under the same paths
    #[arg(long, value_enum, default_value_t)]
    pub executor: Executor,
    /// Submissions of one task of a job array
    #[arg(
        id = "slice_size",
        long = "slice-size",
        value_name = "N",
        default_value = "10"
    )]
    pub slice: NonZero<usize>,
    /// A further argument of sbatch, such as --sbatch=--partition=long; may be repeated
    #[arg(long, value_name = "ARG", allow_hyphen_values = true)]
    pub sbatch: Vec<String>,
}

/// `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// Print what was found as JSON
    #[arg(long)]
    pub json: bool,
}
