//! What can go wrong before a program runs. How it ends is an [`crate::End`], never an error.

use std::io;
use std::path::PathBuf;

use crate::Unavailable;
use crate::message::Failure;

/// Why a program was not started, or why nothing is known about its end.
#[derive(Debug, thiserror::Error)]
pub enum SandboxError {
    /// A field of the policy or the launch cannot be meant.
    #[error("the sandbox's `{field}`: `{}` {why}", value.display())]
    Invalid {
        /// The field.
        field: &'static str,
        /// Its value.
        value: PathBuf,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A path of the policy cannot be used.
    #[error("the sandbox's `{field}`: cannot use `{}`: {source}", path.display())]
    Path {
        /// The field.
        field: &'static str,
        /// The path.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The sandbox could not be built around the program, or the program could not be executed in it.
    #[error("{0}")]
    Setup(#[from] Setup),
    /// The helper does not behave as one.
    #[error(
        "`{}` did not answer as a sandbox helper: {why}\n\
         hint: the first line of its `main` must be `sandbox::init_if_requested();`",
        path.display()
    )]
    Helper {
        /// The helper's path.
        path: PathBuf,
        /// What it did instead.
        why: String,
    },
    /// This machine has no sandbox.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// A pipe or a process of the caller failed.
    #[error("cannot {action}: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

/// The step at which a sandbox could not be built.
#[derive(Debug, thiserror::Error)]
#[error("the sandbox could not {}: {}{}", failure.what, failure.reason(), hint(failure))]
pub struct Setup {
    pub(crate) failure: Failure,
}

impl Setup {
    /// The system's error number; 0 where there is none.
    #[must_use]
    pub fn errno(&self) -> i32 {
        self.failure.errno
    }
}

fn hint(failure: &Failure) -> String {
    failure
        .hint
        .as_ref()
        .map(|hint| format!("\nhint: {hint}"))
        .unwrap_or_default()
}

impl SandboxError {
    pub(crate) fn io(action: &'static str) -> impl Fn(io::Error) -> Self {
        move |source| Self::Io { action, source }
    }
}
