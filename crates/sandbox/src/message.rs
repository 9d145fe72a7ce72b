//! What the caller and the helper say to each other: one [`Spec`] down, then [`Message`]s up, a JSON line each.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::{End, Launch, Policy, Usage};

/// First argument of a process that is to become the helper.
pub(crate) const INIT_ARG: &str = "__sandbox_init";

/// What the helper is to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Spec {
    pub(crate) mode: Mode,
    /// `None`: build the sandbox, execute nothing in it.
    pub(crate) program: Option<PathBuf>,
    pub(crate) args: Vec<OsString>,
    pub(crate) policy: Policy,
    /// Whether the program gets requests on fd 3 and replies on fd 4.
    pub(crate) channel: bool,
    /// The folder of the host that stands in for `/tmp` in reduced isolation.
    pub(crate) tmp: PathBuf,
}

/// How strongly the helper isolates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Mode {
    /// Namespaces, then everything of `Reduced`.
    Full,
    /// Landlock, seccomp and resource limits.
    Reduced,
}

/// What the helper answers: `Failed`, or `Started` and later `Ended`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Message {
    Failed(Failure),
    Started,
    Ended { end: End, usage: Usage },
}

/// A step that failed while the sandbox was built.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Failure {
    pub(crate) step: Step,
    /// What was tried, after "could not".
    pub(crate) what: String,
    pub(crate) errno: i32,
    pub(crate) hint: Option<String>,
}

/// The steps that mean different things to a person when they fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Step {
    Start,
    Identity,
    Namespaces,
    UidMap,
    Mount,
    Path,
    Landlock,
    Seccomp,
    Exec,
}

impl Spec {
    pub(crate) fn new(mode: Mode, launch: &Launch) -> Self {
        let Launch {
            program,
            args,
            policy,
        } = launch.clone();
        Self {
            mode,
            program: Some(program),
            args,
            policy,
            channel: false,
            tmp: Path::new("/tmp").into(),
        }
    }

    /// The sandbox of [`Policy::worker`] with nothing in it.
    pub(crate) fn probe(mode: Mode) -> Self {
        Self {
            program: None,
            ..Self::new(mode, &Launch::new("/", Policy::worker()))
        }
    }
}

/// The moment `wall` after `start`; no limit is longer than a year.
pub(crate) fn deadline(start: Instant, wall: Duration) -> Instant {
    const YEAR: Duration = Duration::from_secs(366 * 24 * 60 * 60);
    start + wall.min(YEAR)
}

impl Failure {
    /// Turns a system error into a failure of `step`.
    pub(crate) fn at(step: Step, what: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let what = what.into();
        move |error| Self {
            step,
            what,
            errno: error.raw_os_error().unwrap_or(0),
            hint: None,
        }
    }

    pub(crate) fn with_hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    pub(crate) fn reason(&self) -> String {
        match self.errno {
            0 => "the system refused without a reason".into(),
            errno => io::Error::from_raw_os_error(errno).to_string(),
        }
    }
}
