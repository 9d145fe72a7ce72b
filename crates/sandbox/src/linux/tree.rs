//! Processes below another, from outside: how much memory they hold, and how to end them all.

use std::fs;

use crate::platform::sys;

/// `root` and all processes below it that can be found.
pub(super) fn processes(root: libc::pid_t) -> Vec<libc::pid_t> {
    let mut found = vec![root];
    let mut next = 0;
    while let Some(&process) = found.get(next) {
        found.extend(children(process));
        next += 1;
    }
    found
}

/// Children of all threads of `process`.
pub(super) fn children(process: libc::pid_t) -> Vec<libc::pid_t> {
    let threads = fs::read_dir(format!("/proc/{process}/task"))
        .into_iter()
        .flatten()
        .flatten();
    let lists =
        threads.filter_map(|thread| fs::read_to_string(thread.path().join("children")).ok());
    lists
        .flat_map(|list| {
            list.split_whitespace()
                .filter_map(|pid| pid.parse().ok())
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Memory of `process` in bytes that is its own or shared without a file: what the system has to find room for.
pub(super) fn memory(process: libc::pid_t) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let counted = status.lines().filter_map(|line| {
        let rest = line
            .strip_prefix("RssAnon:")
            .or_else(|| line.strip_prefix("RssShmem:"))?;
        rest.trim().strip_suffix(" kB")?.parse::<u64>().ok()
    });
    counted.map(|kib| kib << 10).sum()
}

/// Ends everything below this process, which adopts orphans. Stopped processes cannot fork: first all stop, then all die.
pub(super) fn kill_all_below(this: libc::pid_t) {
    let mut known = 0;
    loop {
        let below = &processes(this)[1..];
        below.iter().for_each(|&pid| sys::kill(pid, libc::SIGSTOP));
        if below.len() <= known {
            break;
        }
        known = below.len();
    }
    while let Some(pids) = Some(processes(this)).filter(|pids| pids.len() > 1) {
        pids[1..]
            .iter()
            .for_each(|&pid| sys::kill(pid, libc::SIGKILL));
        while reap().is_some() {}
    }
}

/// Reaps one dead child, if there is one.
fn reap() -> Option<libc::pid_t> {
    // SAFETY: no memory is involved.
    let pid = unsafe { libc::waitpid(-1, std::ptr::null_mut(), libc::WNOHANG) };
    (pid > 0).then_some(pid)
}
