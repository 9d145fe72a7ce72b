//! Builds the sandbox in the order that the kernel demands, and starts the program in it.

use std::fs::File;
use std::io::{self, PipeReader, PipeWriter, Read, pipe};
use std::os::fd::{AsRawFd, OwnedFd};
use std::time::Duration;

use crate::message::{Failure, Mode, Spec, Step};
use crate::pipes::{poll_fd, wait};
use crate::platform::plan::Plan;
use crate::platform::{helper, identity, init, program, sys};

/// A program that runs in its sandbox, seen by the supervisor.
pub(super) struct Cell {
    /// The first process of the sandbox: [`init`], or the program itself in reduced isolation.
    pub(super) pid: libc::pid_t,
    pub(super) pidfd: OwnedFd,
    /// Where [`init`] writes how the program ended.
    pub(super) ended: Option<File>,
}

/// The ends of the pipes that the sandbox's first process keeps.
pub(super) struct Inside {
    /// Takes a [`Failure`]; closes by itself when the program is executed.
    pub(super) setup: PipeWriter,
    /// Takes the program's wait status.
    pub(super) ended: PipeWriter,
}

impl Inside {
    /// Asks for death with the supervisor, and makes sure that it has not died before.
    pub(super) fn follow_supervisor(&self) -> io::Result<()> {
        sys::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL as u64)?;
        let mut fds = [poll_fd(self.setup.as_raw_fd(), 0)];
        wait(&mut fds, Some(Duration::ZERO))?;
        // The supervisor holds the only reading end.
        if fds[0].revents & libc::POLLERR != 0 {
            sys::exit(0)
        } else {
            Ok(())
        }
    }
}

impl Cell {
    pub(super) fn build(spec: &Spec) -> Result<Self, Failure> {
        let mut plan = Plan::new(spec)?;
        if identity::is_root() {
            // While root can still reach everything. It lacks the right in a container; then the program's user must do.
            plan.open_if_permitted()?;
            identity::give_away(spec)?;
        }
        identity::drop_root().map_err(Failure::at(Step::Identity, "become the sandbox's user"))?;
        match spec.mode {
            Mode::Full => identity::enter_namespaces()?,
            Mode::Reduced => sys::prctl(libc::PR_SET_CHILD_SUBREAPER, 1)
                .map_err(Failure::at(Step::Start, "adopt the program's orphans"))?,
        }
        sys::prctl(libc::PR_SET_DUMPABLE, 0)
            .map_err(Failure::at(Step::Start, "hide from the program"))?;
        Self::start(spec, plan)
    }

    fn start(spec: &Spec, plan: Plan) -> Result<Self, Failure> {
        let pipes = || pipe().map_err(Failure::at(Step::Start, "make a pipe"));
        let ((setup_read, setup), (ended_read, ended)) = (pipes()?, pipes()?);
        let Some(pid) = sys::fork().map_err(Failure::at(Step::Start, "fork"))? else {
            drop((setup_read, ended_read));
            let inside = Inside { setup, ended };
            match spec.mode {
                Mode::Full => init::run(spec, plan, inside),
                Mode::Reduced => program::run(spec, &plan, inside),
            }
        };
        drop((setup, ended, plan));
        close_program_streams();
        let pidfd = sys::pidfd(pid).map_err(Failure::at(Step::Start, "watch the program"))?;
        hear_setup(setup_read)?;
        let ended = (spec.mode == Mode::Full).then(|| OwnedFd::from(ended_read).into());
        Ok(Self { pid, pidfd, ended })
    }
}

/// The program's streams and pipes: they must close when the program closes them, so nobody else may hold them.
pub(super) fn close_program_streams() {
    for fd in 0..=helper::REPLIES {
        // SAFETY: nothing in this process owns these descriptors.
        unsafe { libc::close(fd) };
    }
}

/// Waits until the program is executed, or could not be.
fn hear_setup(mut setup: PipeReader) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    setup
        .read_to_end(&mut bytes)
        .map_err(Failure::at(Step::Start, "hear from the program"))?;
    match serde_json::from_slice(&bytes) {
        _ if bytes.is_empty() => Ok(()),
        Ok(failure) => Err(failure),
        Err(error) => Err(Failure::at(Step::Start, "hear from the program")(
            error.into(),
        )),
    }
}
