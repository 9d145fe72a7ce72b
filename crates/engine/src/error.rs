//! What goes wrong outside of any cell.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What the engine itself could not do.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// A file or a program.
    #[error("`{path}`: {error}")]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The compiler failed without a message of its own about the cell.
    #[error("the compiler failed:\n{0}")]
    Compiler(String),
    /// Compiled cells do not fit on the disk.
    #[error("no space is left in `{}`, where compiled cells lie\nhint: free some, or name another folder in the environment variable TMPDIR and start again", dir.display())]
    Full {
        /// The folder.
        dir: PathBuf,
    },
    /// The compiler is another than that of the kit, or gone.
    #[error(
        "expected the compiler that set-up used, `{expected}`, got {found}\nhint: run `cargo noisebook setup`, then restart the kernel"
    )]
    Toolchain {
        /// Its version.
        expected: String,
        /// What there is.
        found: String,
    },
    /// The flag of [`Engine::cancel_with`](crate::Engine::cancel_with) was set while the compiler ran.
    #[error("the compilation was cancelled")]
    Cancelled,
}

impl EngineError {
    /// What the system says of `path`; that its disk is full has words of its own.
    pub(crate) fn io(path: &Path, error: std::io::Error) -> Self {
        let full = [
            ErrorKind::StorageFull,
            ErrorKind::QuotaExceeded,
            ErrorKind::FileTooLarge,
        ];
        if full.contains(&error.kind()) {
            let dir = path.parent().unwrap_or(path).to_owned();
            return Self::Full { dir };
        }
        Self::Io {
            path: path.to_owned(),
            error,
        }
    }
}
