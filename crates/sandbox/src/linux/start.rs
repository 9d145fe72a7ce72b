//! The caller's side: starts the helper, tells it what to do and hears whether the program runs.

use std::io::{PipeReader, PipeWriter, Write, pipe};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::{env, io};

use crate::message::{INIT_ARG, Spec};
use crate::platform::watch::{Helper, Status};
use crate::running::{Parts, Stop};
use crate::{Launch, Running, SandboxError, Setup};

/// The caller's pipe ends.
struct Ours {
    control: PipeWriter,
    status: PipeReader,
    requests: PipeWriter,
    replies: PipeReader,
}

/// The helper's pipe ends, in the order of its arguments.
struct Theirs {
    control: PipeReader,
    status: PipeWriter,
    requests: PipeReader,
    replies: PipeWriter,
}

pub(crate) fn start(
    helper: &Path,
    launch: &Launch,
    mut spec: Spec,
) -> Result<Running, SandboxError> {
    let tmp = super::probe::private_tmp(&mut spec)?;
    let (mut child, ours) = spawn(helper)?;
    let status = tell(&spec, &ours.control, ours.status).and_then(|mut status| {
        status
            .started(helper, &mut child, launch.policy.wall)
            .map(|()| status)
    });
    let status = match status {
        Ok(status) => status,
        Err(error) => return Err(abandon(child, error)),
    };
    let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
        unreachable!("both streams are piped");
    };
    let stop = Stop::new(Some(ours.control.into()));
    let watched = Helper::new(child, status, launch.policy.wall, stop.clone(), tmp);
    let (requests, replies) = (OwnedFd::from(ours.requests), OwnedFd::from(ours.replies));
    Running::new(
        launch,
        Parts {
            stdout: stdout.into(),
            stderr: stderr.into(),
            requests,
            replies,
            watched,
            stop,
        },
    )
}

/// Builds the sandbox of `spec` and takes it down; the failure, if it has one.
pub(super) fn rehearse(helper: &Path, spec: &Spec) -> Result<Result<(), Setup>, SandboxError> {
    let (mut child, ours) = spawn(helper)?;
    let answer = tell(spec, &ours.control, ours.status)
        .and_then(|mut status| status.started(helper, &mut child, spec.policy.wall));
    match answer {
        Ok(()) => drop(ours.control),
        Err(SandboxError::Setup(setup)) => {
            abandon(child, ());
            return Ok(Err(setup));
        }
        Err(error) => return Err(abandon(child, error)),
    }
    child
        .wait()
        .map_err(SandboxError::io("wait for the helper"))?;
    Ok(Ok(()))
}

fn abandon<E>(mut child: Child, error: E) -> E {
    let _ = child.kill();
    let _ = child.wait();
    error
}

fn spawn(helper: &Path) -> Result<(Child, Ours), SandboxError> {
    let (ours, theirs) = pipes().map_err(SandboxError::io("make a pipe"))?;
    let mut command = Command::new(helper);
    command
        .arg(INIT_ARG)
        .args(theirs.numbers().map(|fd| fd.to_string()))
        .env_clear()
        .current_dir("/");
    // For the helper only: it may be linked to libraries that are found by this variable alone.
    command.envs(env::var_os("LD_LIBRARY_PATH").map(|path| ("LD_LIBRARY_PATH", path)));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let numbers = theirs.numbers();
    // SAFETY: only async-signal-safe calls, on descriptors that live until the fork.
    unsafe { command.pre_exec(move || numbers.iter().try_for_each(|&fd| inherit(fd))) };
    let child = command.spawn().map_err(|source| SandboxError::Helper {
        path: helper.into(),
        why: source.to_string(),
    })?;
    Ok((child, ours))
}

/// Lets `fd` survive the coming `exec` under its own number, so that no other descriptor of the child is overwritten.
fn inherit(fd: RawFd) -> io::Result<()> {
    // SAFETY: only sets a flag of a descriptor.
    if unsafe { libc::fcntl(fd, libc::F_SETFD, 0) } < 0 {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}

fn pipes() -> io::Result<(Ours, Theirs)> {
    let (control, status, requests, replies) = (pipe()?, pipe()?, pipe()?, pipe()?);
    let ours = Ours {
        control: control.1,
        status: status.0,
        requests: requests.1,
        replies: replies.0,
    };
    let theirs = Theirs {
        control: control.0,
        status: status.1,
        requests: requests.0,
        replies: replies.1,
    };
    Ok((ours, theirs))
}

impl Theirs {
    fn numbers(&self) -> [RawFd; 4] {
        [
            self.control.as_raw_fd(),
            self.status.as_raw_fd(),
            self.requests.as_raw_fd(),
            self.replies.as_raw_fd(),
        ]
    }
}

fn tell(spec: &Spec, mut control: &PipeWriter, status: PipeReader) -> Result<Status, SandboxError> {
    let mut line = serde_json::to_vec(spec)
        .map_err(|error| SandboxError::io("encode the policy")(error.into()))?;
    line.push(b'\n');
    let told = control.write_all(&line);
    // A helper that is no helper closes its end unread: what it did instead is told from its status.
    match told {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(SandboxError::io("talk to the helper")(error))
        }
        _ => Status::new(status).map_err(SandboxError::io("set up a pipe")),
    }
}
