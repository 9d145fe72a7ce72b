//! Resource limits of the program and of everything it starts.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;

use crate::Policy;
use crate::message::{Mode, Spec};
use crate::platform::sys::check;

/// The supervisor and the first process belong to the sandbox's user too.
const OURS: u64 = 2;

/// The limit on tasks. A user namespace counts its own; elsewhere those count too that the user has already.
pub(super) fn tasks(spec: &Spec) -> u64 {
    match spec.mode {
        Mode::Full => spec.policy.tasks.saturating_add(OURS),
        Mode::Reduced => spec.policy.tasks.saturating_add(tasks_of_user()),
    }
}

fn tasks_of_user() -> u64 {
    // SAFETY: cannot fail.
    let user = unsafe { libc::getuid() };
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let mine =
        processes.filter(|entry| entry.metadata().is_ok_and(|process| process.uid() == user));
    mine.map(|process| {
        fs::read_dir(process.path().join("task")).map_or(0, |tasks| tasks.count() as u64)
    })
    .sum()
}

pub(super) fn apply(policy: &Policy, tasks: u64) -> io::Result<()> {
    // The hard limit is a second later: until then the signal tells which limit it was.
    let cpu = policy
        .cpu
        .as_secs()
        .saturating_add(u64::from(policy.cpu.subsec_nanos() > 0));
    limit(libc::RLIMIT_CPU, cpu, cpu.saturating_add(1))?;
    let limits = [
        (libc::RLIMIT_DATA, policy.memory),
        (libc::RLIMIT_AS, policy.address_space),
        (libc::RLIMIT_NPROC, tasks),
        (libc::RLIMIT_FSIZE, policy.file_bytes),
        (libc::RLIMIT_NOFILE, policy.open_files),
        (libc::RLIMIT_STACK, 8 << 20),
        // Not 0: then a system's crash handler would still be fed. 1 keeps everything from happening.
        (libc::RLIMIT_CORE, 1),
        (libc::RLIMIT_MEMLOCK, 0),
        (libc::RLIMIT_MSGQUEUE, 0),
    ];
    limits
        .into_iter()
        .try_for_each(|(resource, value)| limit(resource, value, value))
}

/// Sets a limit, or keeps the caller's own where that is lower.
fn limit(resource: libc::__rlimit_resource_t, soft: u64, hard: u64) -> io::Result<()> {
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: `limit` lives for both calls.
    unsafe {
        check(libc::getrlimit(resource, &raw mut limit))?;
        limit = libc::rlimit {
            rlim_cur: soft.min(limit.rlim_max),
            rlim_max: hard.min(limit.rlim_max),
        };
        check(libc::setrlimit(resource, &raw const limit)).map(drop)
    }
}
