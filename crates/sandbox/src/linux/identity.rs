//! Who the sandbox runs as: never root, then a user namespace of its own.

use std::fs;
use std::io;
use std::os::unix::fs::chown;

use crate::SANDBOX_UID;
use crate::message::{Failure, Mode, Spec, Step};
use crate::platform::sys::{self, check};

/// The user and group that a program sees itself as in full isolation.
const INSIDE: u32 = 1000;

pub(super) fn is_root() -> bool {
    // SAFETY: cannot fail.
    unsafe { libc::geteuid() == 0 }
}

/// Makes the folders that the program may write the sandbox's user's, who could not write a folder of root's.
pub(super) fn give_away(spec: &Spec) -> Result<(), Failure> {
    let tmp = (spec.mode == Mode::Reduced).then_some(&spec.tmp);
    for folder in spec.policy.writable.iter().chain(tmp) {
        match chown(folder, Some(SANDBOX_UID), Some(SANDBOX_UID)) {
            // There is no other user here than this root, who is then not the machine's.
            Err(error) if error.raw_os_error() == Some(libc::EINVAL) && !is_machine_root() => {}
            result => result.map_err(Failure::at(
                Step::Identity,
                format!("give away `{}`", folder.display()),
            ))?,
        }
    }
    Ok(())
}

/// Stops being root. A limit on tasks does not hold for root, whatever a user namespace calls it.
pub(super) fn drop_root() -> io::Result<()> {
    if !is_root() {
        return Ok(());
    }
    let dropped = become_sandbox_user();
    if dropped.is_err() && !is_machine_root() {
        return Ok(());
    }
    dropped?;
    // A change of user makes /proc/self root's; the maps of the user namespace are written there.
    sys::prctl(libc::PR_SET_DUMPABLE, 1)
}

fn become_sandbox_user() -> io::Result<()> {
    // SAFETY: no memory is involved; an empty list of groups needs no pointer.
    unsafe {
        check(libc::setgroups(0, std::ptr::null()))?;
        check(libc::setresgid(SANDBOX_UID, SANDBOX_UID, SANDBOX_UID))?;
        check(libc::setresuid(SANDBOX_UID, SANDBOX_UID, SANDBOX_UID))?;
    }
    Ok(())
}

/// Whether user 0 here is user 0 of the machine, and not an ordinary one in a user namespace.
fn is_machine_root() -> bool {
    let map = fs::read_to_string("/proc/self/uid_map").unwrap_or_default();
    !map.lines().any(|line| {
        let mut numbers = line.split_whitespace();
        numbers.next() == Some("0") && numbers.next() != Some("0")
    })
}

/// Moves into new namespaces; the next child is the first process of the new process table.
pub(super) fn enter_namespaces() -> Result<(), Failure> {
    // SAFETY: cannot fail.
    let (uid, gid) = unsafe { (libc::geteuid(), libc::getegid()) };
    let namespaces = libc::CLONE_NEWUSER
        | libc::CLONE_NEWPID
        | libc::CLONE_NEWNET
        | libc::CLONE_NEWIPC
        | libc::CLONE_NEWUTS
        | libc::CLONE_NEWCGROUP;
    // SAFETY: this process has a single thread.
    let entered = check(unsafe { libc::unshare(namespaces) });
    entered.map_err(Failure::at(Step::Namespaces, "make namespaces (unshare)"))?;
    let write = |file: &str, text: String| {
        let path = format!("/proc/self/{file}");
        fs::write(&path, text).map_err(Failure::at(Step::UidMap, format!("write {path}")))
    };
    write("setgroups", "deny".into())?;
    write("uid_map", format!("{INSIDE} {uid} 1"))?;
    write("gid_map", format!("{INSIDE} {gid} 1"))?;
    // A second lock on a door that the system call filter closes: no further user namespaces.
    let _ = fs::write("/proc/sys/user/max_user_namespaces", "0");
    Ok(())
}
