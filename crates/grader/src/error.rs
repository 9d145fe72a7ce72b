//! Why grading as a whole cannot go on. What is wrong with one submission is a record, never an error.

use std::io;
use std::path::{Path, PathBuf};

use sandbox::{Isolation, SandboxError};

/// Why nothing can be graded.
#[derive(Debug, thiserror::Error)]
pub enum GradeError {
    /// The machine isolates less than grading asks for.
    #[error(
        "refusing to grade: expected full isolation of submissions, this machine offers {0}\n\
         hint: to grade with what there is, add `--allow-reduced-isolation`; reports will say so"
    )]
    Isolation(Isolation),
    /// No sandbox works here.
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
    /// No notebook among the paths given.
    #[error("no notebook in {}\nhint: give .ipynb files, or folders that hold some", list(.0))]
    NoSubmissions(Vec<PathBuf>),
    /// Two files that would be reported under one name.
    #[error(
        "two submissions are named `{id}`: `{}` and `{}`\nhint: grade the folder that holds both, or rename one",
        first.display(), second.display()
    )]
    SameName {
        /// The name.
        id: String,
        /// One of the files.
        first: PathBuf,
        /// The other.
        second: PathBuf,
    },
    /// The file with manual points says something that cannot be.
    #[error("`{}`: {problem}\nhint: a table for each submission, a line for each task, such as `[anna]` and `5a = 4`", path.display())]
    Manual {
        /// The file.
        path: PathBuf,
        /// What it says.
        problem: String,
    },
    /// Slurm does not do what it is asked.
    #[error(
        "{0}\nhint: `--executor slurm` needs `sbatch` and `squeue` of a cluster that sees the same folders"
    )]
    Slurm(String),
    /// A report cannot be written: a mistake of ours.
    #[error("a report could not be made, please report it: {0}")]
    Page(String),
    /// A file cannot be read or written.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

fn list(paths: &[PathBuf]) -> String {
    paths
        .iter()
        .map(|path| format!("`{}`", path.display()))
        .collect::<Vec<_>>()
        .join(", ")
}

/// Adds the action and the path to an error of the system.
pub(crate) trait At<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, GradeError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, GradeError> {
        self.map_err(|source| GradeError::Io {
            action,
            path: path.to_owned(),
            source,
        })
    }
}
