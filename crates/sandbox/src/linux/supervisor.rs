//! Watches a sandbox from outside: the clock, the memory, the caller's orders.

use std::io::Read;
use std::os::fd::{AsRawFd, OwnedFd};
use std::time::{Duration, Instant};

use crate::message::{Message, Spec, deadline};
use crate::pipes::{poll_fd, wait};
use crate::platform::cell::Cell;
use crate::platform::{sys, tree};
use crate::{End, Fork, Policy, Usage};

/// Time between two looks at the memory.
const LOOK: Duration = Duration::from_millis(10);

/// Waits for the end of `cell` or brings it about. Afterwards no process of it is left.
pub(super) fn supervise(mut cell: Cell, spec: &Spec, control: &OwnedFd, start: Instant) -> Message {
    let reason = watch(
        &cell,
        &spec.policy,
        control,
        deadline(start, spec.policy.wall),
    );
    if reason.is_some() {
        sys::kill(cell.pid, libc::SIGKILL);
    }
    let (status, rusage) = reap(cell.pid);
    if cell.ended.is_none() {
        tree::kill_all_below(std::process::id().cast_signed());
        // The caller does that too, if it lives.
        let _ = std::fs::remove_dir_all(&spec.tmp);
    }
    let usage = usage(start.elapsed(), &rusage);
    let status = match &mut cell.ended {
        Some(pipe) => read_status(pipe),
        None => Some(status),
    };
    // An end of its own that came first stands.
    let own = status.map(|status| end(status, usage.cpu, &spec.policy));
    let end = match (reason, own) {
        (Some(reason), None | Some(End::Signalled(libc::SIGKILL))) => reason,
        (_, Some(end)) => end,
        (None, None) => End::SupervisorDied,
    };
    Message::Ended { end, usage }
}

/// Waits until the sandbox ends by itself, or a reason to end it.
fn watch(cell: &Cell, policy: &Policy, control: &OwnedFd, deadline: Instant) -> Option<End> {
    loop {
        let now = Instant::now();
        let pause = LOOK.min(deadline.saturating_duration_since(now));
        let mut fds = [
            poll_fd(cell.pidfd.as_raw_fd(), libc::POLLIN),
            poll_fd(control.as_raw_fd(), 0),
        ];
        if wait(&mut fds, Some(pause)).is_err() {
            return Some(End::SupervisorDied);
        }
        if fds[0].revents != 0 {
            return None;
        }
        if fds[1].revents & (libc::POLLHUP | libc::POLLERR) != 0 {
            return Some(End::Killed);
        }
        if now >= deadline {
            return Some(End::WallClock);
        }
        if memory(cell, policy.fork) > policy.memory {
            return Some(End::Memory);
        }
    }
}

fn memory(cell: &Cell, fork: Fork) -> u64 {
    let processes = match (fork, &cell.ended) {
        (Fork::Allowed, _) => tree::processes(cell.pid),
        (Fork::Denied, Some(_)) => tree::children(cell.pid),
        (Fork::Denied, None) => vec![cell.pid],
    };
    processes.into_iter().map(tree::memory).sum()
}

fn reap(pid: libc::pid_t) -> (i32, libc::rusage) {
    let mut status = 0;
    // SAFETY: `rusage` is plain data, valid when zeroed; both live for the whole calls.
    unsafe {
        let mut rusage = std::mem::zeroed();
        while libc::wait4(pid, &raw mut status, 0, &raw mut rusage) < 0
            && std::io::Error::last_os_error().kind() == std::io::ErrorKind::Interrupted
        {}
        (status, rusage)
    }
}

fn read_status(pipe: &mut impl Read) -> Option<i32> {
    let mut bytes = [0; 4];
    pipe.read_exact(&mut bytes).ok()?;
    Some(i32::from_ne_bytes(bytes))
}

fn usage(wall: Duration, rusage: &libc::rusage) -> Usage {
    let time = |time: libc::timeval| {
        Duration::from_secs(time.tv_sec.unsigned_abs())
            + Duration::from_micros(time.tv_usec.unsigned_abs())
    };
    Usage {
        wall,
        cpu: time(rusage.ru_utime) + time(rusage.ru_stime),
        peak_rss: rusage.ru_maxrss.unsigned_abs() << 10,
    }
}

fn end(status: i32, cpu: Duration, policy: &Policy) -> End {
    if libc::WIFEXITED(status) {
        return End::Exited(libc::WEXITSTATUS(status));
    }
    match libc::WTERMSIG(status) {
        libc::SIGXCPU => End::CpuTime,
        // Who ignores the first signal gets this one a second later.
        libc::SIGKILL if cpu > policy.cpu => End::CpuTime,
        libc::SIGXFSZ => End::FileSize,
        signal => End::Signalled(signal),
    }
}
