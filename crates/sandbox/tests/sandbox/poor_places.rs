//! Machines that allow less: simulated by a filter that makes the first step fail as it does there.

use std::ffi::CStr;
use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Command, Output};

use crate::support::{helper, payload};

/// Runs the probe where `call` fails with `errno`.
fn probe_without(call: i64, errno: i32) -> Output {
    let mut command = Command::new(helper());
    // SAFETY: only system calls between fork and exec.
    unsafe { command.pre_exec(move || deny(call, errno)) };
    command.output().expect("the probe")
}

fn deny(call: i64, errno: i32) -> io::Result<()> {
    let instruction = |code: u32, jf, k| libc::sock_filter {
        code: code as u16,
        jt: 0,
        jf,
        k,
    };
    let mut program = [
        instruction(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0),
        instruction(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, 1, call as u32),
        instruction(
            libc::BPF_RET | libc::BPF_K,
            0,
            libc::SECCOMP_RET_ERRNO | errno.unsigned_abs(),
        ),
        instruction(libc::BPF_RET | libc::BPF_K, 0, libc::SECCOMP_RET_ALLOW),
    ];
    let filter = libc::sock_fprog {
        len: 4,
        filter: program.as_mut_ptr(),
    };
    // SAFETY: `filter` and `program` live until the calls are over.
    let failed = unsafe {
        libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
            || libc::prctl(
                libc::PR_SET_SECCOMP,
                libc::SECCOMP_MODE_FILTER,
                &raw const filter,
            ) != 0
    };
    if failed {
        Err(io::Error::last_os_error())
    } else {
        Ok(())
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn says(output: &Output, words: &[&str]) {
    let said = text(&output.stdout) + &text(&output.stderr);
    words
        .iter()
        .for_each(|words| assert!(said.contains(words), "`{words}` is not in:\n{said}"));
}

#[test]
fn namespaces_that_are_switched_off_leave_reduced_isolation() {
    let output = probe_without(libc::SYS_unshare, libc::ENOSPC);
    says(
        &output,
        &[
            "reduced isolation, without",
            "max_user_namespaces is 0",
            "hint: run `sudo sysctl -w user.max_user_",
        ],
    );
    assert!(output.status.success());
}

#[test]
fn namespaces_that_are_forbidden_leave_reduced_isolation() {
    let output = probe_without(libc::SYS_unshare, libc::EPERM);
    says(
        &output,
        &[
            "reduced isolation, without",
            "forbidden, by the system or by the container",
            "seccomp=unconfined",
        ],
    );
}

#[test]
fn namespaces_without_rights_point_to_apparmor() {
    let output = probe_without(libc::SYS_mount, libc::EACCES);
    says(
        &output,
        &[
            "reduced isolation, without",
            "as AppArmor does on Ubuntu 24.04",
            "/etc/apparmor.d/noisebook",
        ],
    );
}

#[test]
fn without_landlock_everything_is_refused() {
    let output = probe_without(libc::SYS_landlock_create_ruleset, libc::ENOSYS);
    says(
        &output,
        &[
            "error: untrusted code cannot be isolated",
            "no Landlock",
            "hint: use a newer kernel",
        ],
    );
    assert!(!output.status.success());
}

#[test]
fn without_a_filter_everything_is_refused() {
    let output = probe_without(libc::SYS_seccomp, libc::EINVAL);
    says(
        &output,
        &[
            "error: untrusted code cannot be isolated",
            "system call filter",
        ],
    );
    assert!(!output.status.success());
}

/// As in a container that hides parts of /proc: no new /proc can be mounted.
#[test]
fn a_masked_proc_is_done_without() {
    let mut command = Command::new(payload());
    let (helper, payload) = (
        helper().display().to_string(),
        payload().display().to_string(),
    );
    command.args(["grade", "mark", &helper, &payload, "share", "mark", "full"]);
    // SAFETY: only system calls between fork and exec.
    unsafe { command.pre_exec(mask_proc) };
    let output = command.output().expect("a grader");
    says(&output, &["full isolation", "memory limit 512 MiB"]);
}

fn mask_proc() -> io::Result<()> {
    // SAFETY: a forked child has a single thread.
    let (user, group) = unsafe { (libc::geteuid(), libc::getegid()) };
    let others = if user == 0 { 0 } else { libc::CLONE_NEWUSER };
    // SAFETY: as above.
    if unsafe { libc::unshare(libc::CLONE_NEWNS | others) } != 0 {
        return Err(io::Error::last_os_error());
    }
    if user != 0 {
        fs::write("/proc/self/setgroups", "deny")?;
        fs::write("/proc/self/uid_map", format!("{user} {user} 1"))?;
        fs::write("/proc/self/gid_map", format!("{group} {group} 1"))?;
    }
    mount(c"none", c"/", libc::MS_REC | libc::MS_PRIVATE)?;
    mount(c"tmpfs", c"/proc/fs", libc::MS_RDONLY)
}

fn mount(kind: &CStr, target: &CStr, flags: u64) -> io::Result<()> {
    let (kind, target) = (kind.as_ptr(), target.as_ptr());
    // SAFETY: the strings live for the whole call.
    match unsafe { libc::mount(kind, target, kind, flags, std::ptr::null()) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}
