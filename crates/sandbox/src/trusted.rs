//! Running one's own code: the same pipes and limits on time and output, no isolation.

use std::io::{self, pipe};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::capture::Watched;
use crate::running::{Parts, Running, Stop};
use crate::{End, Launch, SandboxError, Usage};

pub(crate) fn start(launch: &Launch, channel: bool) -> Result<Running, SandboxError> {
    let pipe = || pipe().map_err(SandboxError::io("make a pipe"));
    let ((request_read, request_write), (reply_read, reply_write)) = (pipe()?, pipe()?);
    let mut command = command(launch);
    if channel {
        hand_over(
            &mut command,
            request_read.as_raw_fd(),
            reply_write.as_raw_fd(),
        );
    }
    let mut child = command.spawn().map_err(|source| SandboxError::Path {
        field: "program",
        path: launch.program.clone(),
        source,
    })?;
    drop((request_read, reply_write));
    let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
        unreachable!("both streams are piped");
    };
    let stop = Stop::new(None);
    let parts = Parts {
        stdout: stdout.into(),
        stderr: stderr.into(),
        requests: OwnedFd::from(request_write),
        replies: OwnedFd::from(reply_read),
        watched: Group::new(child, launch.policy.wall, stop.clone()),
        stop,
    };
    Running::new(launch, parts)
}

fn command(launch: &Launch) -> Command {
    let mut command = Command::new(&launch.program);
    command
        .args(&launch.args)
        .env_clear()
        .envs(launch.policy.env.iter().cloned());
    command.current_dir(launch.policy.cwd.clone().unwrap_or_else(std::env::temp_dir));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0);
    command
}

/// Puts the two ends at fd 3 and fd 4 of the child.
fn hand_over(command: &mut Command, requests: RawFd, replies: RawFd) {
    // SAFETY: only async-signal-safe calls, on descriptors that live until the fork.
    unsafe {
        command.pre_exec(move || {
            // Out of the way first: either may sit where the other has to go.
            let high = [requests, replies].map(|fd| libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 10));
            let moved = high[0] >= 0
                && high[1] >= 0
                && libc::dup2(high[0], 3) == 3
                && libc::dup2(high[1], 4) == 4;
            if moved {
                Ok(())
            } else {
                Err(io::Error::last_os_error())
            }
        });
    }
}

/// A process group, polled.
struct Group {
    child: Child,
    start: Instant,
    wall: Duration,
    stop: Arc<Stop>,
    reason: Option<End>,
}

impl Group {
    fn new(child: Child, wall: Duration, stop: Arc<Stop>) -> Self {
        Self {
            child,
            start: Instant::now(),
            wall,
            stop,
            reason: None,
        }
    }

    /// Looks without reaping: while the leader is a zombie, no other group can have its number.
    fn has_exited(&self) -> bool {
        // SAFETY: `info` is plain data, valid when zeroed and for the whole call.
        unsafe {
            let mut info: libc::siginfo_t = std::mem::zeroed();
            let options = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
            let failed = libc::waitid(libc::P_PID, self.child.id(), &raw mut info, options) < 0;
            failed || info.si_pid() != 0
        }
    }

    fn kill_for(&mut self, reason: End) {
        self.reason.get_or_insert(reason);
        self.kill();
    }
}

impl Watched for Group {
    fn news(&self) -> Option<RawFd> {
        None
    }

    fn ended(&mut self) -> Option<(End, Usage)> {
        let wall = self.start.elapsed();
        if self.has_exited() {
            self.kill();
            let end = self.child.wait().map_or(End::SupervisorDied, end);
            return Some((
                self.reason.unwrap_or(end),
                Usage {
                    wall,
                    ..Usage::default()
                },
            ));
        }
        if self.stop.is_ordered() {
            self.kill_for(End::Killed);
        } else if wall >= self.wall {
            self.kill_for(End::WallClock);
        }
        None
    }

    fn kill(&mut self) {
        let group = i32::try_from(self.child.id()).unwrap_or(i32::MAX);
        // SAFETY: no memory is involved. The group is the child's own, made at its start.
        unsafe { libc::killpg(group, libc::SIGKILL) };
    }
}

fn end(status: ExitStatus) -> End {
    status
        .code()
        .map(End::Exited)
        .or_else(|| status.signal().map(End::Signalled))
        .unwrap_or(End::SupervisorDied)
}
