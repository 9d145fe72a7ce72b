//! What the command line accepts; every help text stands here.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failed: the message says what, where and what to do
  2  the command line is wrong";

/// Diffusion models in Rust: open labs, check answers, grade submissions.
#[derive(Debug, Parser)]
#[command(name = "noisebook", bin_name = "cargo noisebook", version, after_help = EXIT_CODES)]
#[command(
    subcommand_required = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
pub struct Cli {
    /// Folder of the course [default: the nearest folder upwards with `notebooks/` and a workspace]
    #[arg(long, global = true, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// One variant per command, in the order in which a course uses them.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open a lab in JupyterLab, or execute it without a browser
    Lab(LabArgs),
    /// Run the public checks on a notebook, as the student sees them
    Check(CheckArgs),
    /// Grade submissions with the hidden tests, each in a sandbox
    Grade(JudgeArgs<Grade>),
    /// Grade again what a folder of records holds, and say who changes
    Regrade(JudgeArgs<Regrade>),
    /// List pairs of submissions that are alike, for a person to look at
    Similar(JudgeArgs<Similar>),
    /// Write a lab's notebook as an nbgrader assignment
    Nbgrader(JudgeArgs<Nbgrader>),
    /// Write the student bundle of a lab, or its answer key
    Release(ReleaseArgs),
    /// Prove the course: stubs fail, solutions pass, mutants die, nothing leaks
    Verify(JudgeArgs<Verify>),
    /// Train a network of the course with the reference bodies, and keep its weights
    Train(JudgeArgs<Train>),
    /// Say what is installed, what is missing and how to get it
    Doctor(DoctorArgs),
    /// Make all that labs need, without opening one
    Setup(SetupArgs),
    /// What Jupyter starts
    #[command(hide = true)]
    Kernel(KernelArgs),
    /// What removes the folder of a kernel that ended
    #[command(hide = true)]
    Janitor(JanitorArgs),
    /// Set everything up and run every test of the course (contributors)
    Test(TestArgs),
}

/// `cargo noisebook lab`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo noisebook lab                     set up what is missing, open the tour
  cargo noisebook lab forward             set up what is missing, open the lab
  cargo noisebook lab forward --headless  execute it, write .ipynb and .html under out/
  cargo noisebook lab forward --copy ~/labs   work on a copy, leave the course's folder as it is")]
pub struct LabArgs {
    /// Name of the lab, as under notebooks/ [default: the tour]
    pub name: Option<String>,
    /// Execute the notebook without a browser; the executed .ipynb and .html go under out/
    #[arg(long, requires = "name")]
    pub headless: bool,
    /// Use the reference bodies instead of the stubs (instructors: needs solutions/)
    #[arg(long)]
    pub solution: bool,
    /// Folder for what --headless writes [default: out/ in the course's folder]
    #[arg(long, value_name = "DIR", requires = "headless")]
    pub out: Option<PathBuf>,
    /// Work on a copy of the notebook in this folder; a copy that is there already is opened as it is
    #[arg(
        long,
        value_name = "DIR",
        requires = "name",
        conflicts_with = "headless"
    )]
    pub copy: Option<PathBuf>,
    /// Which kernel runs the cells
    #[arg(long, value_enum, default_value_t)]
    pub kernel: KernelName,
    /// Only print JupyterLab's address
    #[arg(long, conflicts_with = "headless")]
    pub no_browser: bool,
    /// Port of JupyterLab; the next free one when it is taken
    #[arg(
        long,
        value_name = "N",
        default_value_t = 8888,
        conflicts_with = "headless"
    )]
    pub port: u16,
}

/// `cargo noisebook setup`.
#[derive(Debug, Args)]
pub struct SetupArgs {
    /// Also build the reference bodies (instructors: needs solutions/)
    #[arg(long)]
    pub solution: bool,
    /// The kernel to set up
    #[arg(long, value_enum, default_value_t)]
    pub kernel: KernelName,
}

/// A kernel that runs the notebooks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum KernelName {
    /// The course's own: a cell takes a fraction of a second
    #[default]
    Noisebook,
    /// The stock Rust kernel evcxr_jupyter, built from source when first asked for
    Evcxr,
}

impl KernelName {
    /// As on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Noisebook => "noisebook",
            Self::Evcxr => "evcxr",
        }
    }
}

/// What stands in the kernel's specification.
#[derive(Debug, Args)]
pub struct KernelArgs {
    /// Jupyter's connection file
    #[arg(long, value_name = "FILE")]
    pub connection_file: PathBuf,
}

/// What the kernel starts beside itself.
#[derive(Debug, Args)]
pub struct JanitorArgs {
    /// The folder to remove
    pub session: PathBuf,
}

/// `cargo noisebook check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The notebook to check
    #[arg(value_name = "FILE.ipynb")]
    pub notebook: PathBuf,
}

/// `cargo noisebook test`.
#[derive(Debug, Args)]
pub struct TestArgs {}

/// `cargo noisebook doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {}

/// `cargo noisebook release`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cargo noisebook release forward --out forward.zip
  cargo noisebook release forward --nbgrader --out forward-nbgrader.zip
  cargo noisebook release forward --solution --out forward-key.ipynb")]
pub struct ReleaseArgs {
    /// Name of the lab, as under notebooks/
    pub name: String,
    /// Where to write: a folder, or an archive when the name ends in .zip or .tar.gz
    #[arg(long, value_name = "PATH")]
    pub out: PathBuf,
    /// Write the answer key: the notebook with the reference bodies in its answer cells
    #[arg(long)]
    pub solution: bool,
    /// Put nbgrader's metadata into the bundle's notebook
    #[arg(long, conflicts_with = "solution")]
    pub nbgrader: bool,
    /// Replace what stands at --out
    #[arg(long)]
    pub force: bool,
}

/// Marks the arguments of `grade`.
#[derive(Debug, Args)]
#[command(
    override_usage = "cargo noisebook grade <PATH>... --out <DIR> [JUDGE OPTIONS]",
    after_help = "\
Examples:
  cargo noisebook grade submissions/ --out grades
  cargo noisebook grade alice.ipynb bob.ipynb --out grades
  cargo noisebook grade -- --help         every option of the judge"
)]
pub struct Grade;

/// Marks the arguments of `regrade`.
#[derive(Debug, Args)]
#[command(override_usage = "cargo noisebook regrade --out <DIR> [JUDGE OPTIONS]")]
pub struct Regrade;

/// Marks the arguments of `similar`.
#[derive(Debug, Args)]
#[command(override_usage = "cargo noisebook similar --out <DIR> [JUDGE OPTIONS]")]
pub struct Similar;

/// Marks the arguments of `nbgrader`.
#[derive(Debug, Args)]
#[command(override_usage = "cargo noisebook nbgrader <LAB> --out <FILE.ipynb>")]
pub struct Nbgrader;

/// Marks the arguments of `verify`.
#[derive(Debug, Args)]
#[command(
    override_usage = "cargo noisebook verify [JUDGE OPTIONS]",
    after_help = "\
Examples:
  cargo noisebook verify
  cargo noisebook verify -- --help        every option of the judge"
)]
pub struct Verify;

/// Marks the arguments of `train`.
#[derive(Debug, Args)]
#[command(
    override_usage = "cargo noisebook train [NAME] [OPTIONS]",
    after_help = "\
Examples:
  cargo noisebook train                                    list what can be trained
  cargo noisebook train classifier --seed 1 --out FILE     train it, keep its weights in FILE
  cargo noisebook train -- --help                          every option"
)]
pub struct Train;

/// Arguments that the judge or the trainer parses: they are built apart, because no student receives them.
#[derive(Debug, Args)]
pub struct JudgeArgs<Which: Args> {
    /// Handed on as they are
    #[arg(
        value_name = "ARGS",
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    pub forwarded: Vec<OsString>,
    /// Which command: carries its usage and examples.
    #[command(flatten)]
    pub which: Which,
}
