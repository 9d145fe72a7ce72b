//! System calls that the standard library lacks, with `io::Result`s.

use std::ffi::CString;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Turns -1 into the system's error.
pub(super) fn check<T: Copy + Into<i64>>(result: T) -> io::Result<T> {
    if result.into() == -1 {
        Err(io::Error::last_os_error())
    } else {
        Ok(result)
    }
}

fn owned(fd: i64) -> io::Result<OwnedFd> {
    let fd = check(fd)?;
    // SAFETY: the kernel just made this descriptor for us.
    Ok(unsafe { OwnedFd::from_raw_fd(i32::try_from(fd).expect("descriptors are ints")) })
}

pub(super) fn c_path(path: &Path) -> io::Result<CString> {
    Ok(CString::new(path.as_os_str().as_bytes())?)
}

/// The child sees `None`.
pub(super) fn fork() -> io::Result<Option<libc::pid_t>> {
    // SAFETY: the helper has a single thread, so the child may go on with everything.
    let pid = check(unsafe { libc::fork() })?;
    Ok((pid > 0).then_some(pid))
}

pub(super) fn prctl(option: i32, argument: u64) -> io::Result<()> {
    // SAFETY: all options used here take integers.
    check(unsafe { libc::prctl(option, argument, 0, 0, 0) }).map(drop)
}

pub(super) fn close_range(first: RawFd, flags: u32) -> io::Result<()> {
    // SAFETY: only descriptors that nobody owns any more are closed by the callers.
    check(unsafe { libc::syscall(libc::SYS_close_range, first, u32::MAX, flags) }).map(drop)
}

pub(super) fn pidfd(pid: libc::pid_t) -> io::Result<OwnedFd> {
    // SAFETY: no memory is involved.
    owned(unsafe { libc::syscall(libc::SYS_pidfd_open, pid, 0) })
}

pub(super) fn kill(pid: libc::pid_t, signal: i32) {
    // SAFETY: no memory is involved.
    unsafe { libc::kill(pid, signal) };
}

/// A detached copy of the mounts at `path`.
pub(super) fn open_tree(path: &Path) -> io::Result<OwnedFd> {
    let path = c_path(path)?;
    let flags = libc::OPEN_TREE_CLONE | libc::OPEN_TREE_CLOEXEC | libc::AT_RECURSIVE as u32;
    // SAFETY: `path` lives for the whole call.
    owned(unsafe { libc::syscall(libc::SYS_open_tree, libc::AT_FDCWD, path.as_ptr(), flags) })
}

/// Sets attributes of a mount; with `AT_RECURSIVE` in `flags` of all below it too.
pub(super) fn mount_setattr(mount: RawFd, flags: i32, set: u64) -> io::Result<()> {
    let attributes = libc::mount_attr {
        attr_set: set,
        attr_clr: 0,
        propagation: 0,
        userns_fd: 0,
    };
    let (flags, size) = (flags | libc::AT_EMPTY_PATH, size_of_val(&attributes));
    let call = libc::SYS_mount_setattr;
    // SAFETY: the pointers live for the whole call and the size is right.
    check(unsafe {
        libc::syscall(
            call,
            mount,
            c"".as_ptr(),
            flags,
            &raw const attributes,
            size,
        )
    })
    .map(drop)
}

/// Attaches a detached mount at the file or folder `target`.
pub(super) fn move_mount(mount: &OwnedFd, target: &OwnedFd) -> io::Result<()> {
    let (mount, target) = (mount.as_raw_fd(), target.as_raw_fd());
    let (empty, flags) = (
        c"".as_ptr(),
        libc::MOVE_MOUNT_F_EMPTY_PATH | libc::MOVE_MOUNT_T_EMPTY_PATH,
    );
    // SAFETY: the pointers live for the whole call.
    check(unsafe { libc::syscall(libc::SYS_move_mount, mount, empty, target, empty, flags) })
        .map(drop)
}

/// Opens `path` below `root` as if `root` were `/`: no link leads out of it.
pub(super) fn open_below(root: &OwnedFd, path: &Path) -> io::Result<OwnedFd> {
    let path = c_path(path)?;
    // SAFETY: `open_how` is plain data, valid when zeroed.
    let mut how: libc::open_how = unsafe { std::mem::zeroed() };
    how.flags = (libc::O_PATH | libc::O_CLOEXEC) as u64;
    how.resolve = libc::RESOLVE_IN_ROOT | libc::RESOLVE_NO_MAGICLINKS;
    let (call, size) = (libc::SYS_openat2, size_of::<libc::open_how>());
    // SAFETY: the pointers live for the whole call and the size is right.
    owned(unsafe { libc::syscall(call, root.as_raw_fd(), path.as_ptr(), &raw const how, size) })
}

/// Mounts a new file system at the folder `target`.
pub(super) fn mount(kind: &str, target: &Path, flags: u64, options: &str) -> io::Result<()> {
    let (kind, target, options) = (CString::new(kind)?, c_path(target)?, CString::new(options)?);
    let (name, data) = (kind.as_ptr(), options.as_ptr().cast());
    // SAFETY: the pointers live for the whole call.
    check(unsafe { libc::mount(name, target.as_ptr(), name, flags, data) }).map(drop)
}

/// Leaves the caller's terminal, and files made from here on are everybody's to read.
pub(super) fn new_session() {
    // SAFETY: no memory is involved.
    unsafe {
        libc::setsid();
        libc::umask(0o022);
    }
}

/// What the caller ignores or blocks is the caller's affair, and so are the standard library's handlers.
pub(super) fn default_signals() {
    for signal in 1..=libc::SIGRTMAX() {
        // SAFETY: sets no handler; the kernel refuses the few signals that have to stay.
        unsafe { libc::signal(signal, libc::SIG_DFL) };
    }
    // SAFETY: `none` is plain data that `sigemptyset` fills.
    unsafe {
        let mut none = std::mem::zeroed();
        libc::sigemptyset(&raw mut none);
        libc::sigprocmask(libc::SIG_SETMASK, &raw const none, std::ptr::null_mut());
    }
}

/// Ends the process without running anything else of it.
pub(super) fn exit(code: i32) -> ! {
    // SAFETY: never returns.
    unsafe { libc::_exit(code) }
}
