//! The door: probe once, then run.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::message::{Mode, Spec};
use crate::platform;
use crate::{Finding, Isolation, Launch, Outcome, Running, SandboxError, Unavailable, trusted};

/// A way to run programs that was tried out on this machine.
#[derive(Debug, Clone)]
pub struct Sandbox {
    helper: PathBuf,
    isolation: Isolation,
}

impl Sandbox {
    /// Builds a sandbox once, really, and keeps the strongest isolation that works. `helper` is a program whose `main`
    /// begins with [`crate::init_if_requested`], usually [`std::env::current_exe`].
    ///
    /// # Errors
    /// [`SandboxError::Unavailable`] when not even reduced isolation works, with what to do about it.
    pub fn probe(helper: &Path) -> Result<Self, SandboxError> {
        match platform::probe(helper, Mode::Full)? {
            Ok(()) => Ok(Self {
                helper: helper.into(),
                isolation: Isolation::Full,
            }),
            Err(why) => Self::reduced(helper, why),
        }
    }

    /// Like [`Sandbox::probe`], but reduced isolation even where full isolation works: shows what a weaker machine would do.
    ///
    /// # Errors
    /// [`SandboxError::Unavailable`] when reduced isolation does not work.
    pub fn probe_reduced(helper: &Path) -> Result<Self, SandboxError> {
        let why = Finding {
            seen: "nothing: full isolation was not tried".into(),
            means: "the caller asked for reduced isolation".into(),
            hint: "leave that wish out to get full isolation where it works".into(),
        };
        Self::reduced(helper, why)
    }

    fn reduced(helper: &Path, why: Finding) -> Result<Self, SandboxError> {
        platform::probe(helper, Mode::Reduced)?.map_err(Unavailable)?;
        Ok(Self {
            helper: helper.into(),
            isolation: Isolation::reduced(why),
        })
    }

    /// No isolation at all: only the pipes, the environment, the wall clock, the output limits and the killing of the
    /// process group. For the caller's own code, on every Unix.
    #[must_use]
    pub fn trusted() -> Self {
        Self {
            helper: PathBuf::new(),
            isolation: Isolation::Trusted,
        }
    }

    /// What programs are isolated by.
    #[must_use]
    pub fn isolation(&self) -> &Isolation {
        &self.isolation
    }

    /// Runs a program to its end. It has neither requests nor replies, and reads nothing on standard input.
    ///
    /// # Errors
    /// When the program was not started. However it ends is an [`Outcome`].
    pub fn run(&self, launch: &Launch) -> Result<Outcome, SandboxError> {
        Ok(self.start(launch, false)?.wait())
    }

    /// Starts a program that reads requests on fd 3 and writes replies on fd 4.
    ///
    /// # Errors
    /// When the program was not started.
    pub fn spawn(&self, launch: &Launch) -> Result<Running, SandboxError> {
        self.start(launch, true)
    }

    fn start(&self, launch: &Launch, channel: bool) -> Result<Running, SandboxError> {
        launch.check()?;
        let mode = match self.isolation {
            Isolation::Trusted => return trusted::start(launch, channel),
            Isolation::Full => Mode::Full,
            Isolation::Reduced { .. } => Mode::Reduced,
        };
        platform::start(
            &self.helper,
            launch,
            Spec {
                channel,
                ..Spec::new(mode, launch)
            },
        )
    }

    /// Median time to build a sandbox and take it down, over `launches` of them.
    ///
    /// # Errors
    /// As [`Sandbox::run`].
    pub fn overhead(&self, launches: usize) -> Result<Duration, SandboxError> {
        let mode = match self.isolation {
            Isolation::Trusted => return Ok(Duration::ZERO),
            Isolation::Full => Mode::Full,
            Isolation::Reduced { .. } => Mode::Reduced,
        };
        let launch = || {
            let start = Instant::now();
            platform::probe(&self.helper, mode)?.map_err(Unavailable)?;
            Ok(start.elapsed())
        };
        let mut times = (0..launches.max(1))
            .map(|_| launch())
            .collect::<Result<Vec<_>, SandboxError>>()?;
        times.sort();
        Ok(times[times.len() / 2])
    }
}
