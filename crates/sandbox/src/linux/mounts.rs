//! Makes the program's file system out of a plan: a small read-only root with only the planned places in it.

use std::fs;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::symlink;
use std::path::{Component, Path, PathBuf};

use libc::{MOUNT_ATTR_NODEV, MOUNT_ATTR_NOEXEC, MOUNT_ATTR_NOSUID, MOUNT_ATTR_RDONLY};

use crate::Policy;
use crate::message::{Failure, Step};
use crate::platform::plan::{Kind, Place, Plan};
use crate::platform::sys::{self, check};

/// Where the new root grows: a folder of every Linux. Nothing of it is needed once the sources are open.
const ROOT: &str = "/tmp";

/// The attributes of a place that shows something of the host.
pub(super) fn attributes(kind: &Kind) -> Option<u64> {
    match kind {
        Kind::ReadOnly => Some(MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV),
        Kind::Writable => Some(MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC),
        Kind::Device => Some(MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC),
        Kind::Link(_) | Kind::Tmp | Kind::Proc => None,
    }
}

/// Sets `attributes` on a mount and all below it.
pub(super) fn restrict(tree: &OwnedFd, attributes: u64) -> io::Result<()> {
    sys::mount_setattr(tree.as_raw_fd(), libc::AT_RECURSIVE, attributes)
}

/// Replaces this process's view of the file system by the plan.
pub(super) fn assemble(mut plan: Plan, policy: &Policy) -> Result<Plan, Failure> {
    let failure = |what: &'static str| Failure::at(Step::Mount, what);
    // SAFETY: this process has a single thread.
    check(unsafe { libc::unshare(libc::CLONE_NEWNS) })
        .map_err(failure("make a mount namespace"))?;
    let private = (libc::MS_REC | libc::MS_PRIVATE, Path::new("/"));
    sys::mount("none", private.1, private.0, "")
        .map_err(failure("detach from the host's mounts"))?;
    plan.open()?;
    let flags = libc::MS_NOSUID | libc::MS_NODEV;
    sys::mount(
        "tmpfs",
        Path::new(ROOT),
        flags,
        "size=256k,nr_inodes=1024,mode=755",
    )
    .map_err(failure("mount the new root"))?;
    let root = open_root().map_err(failure("open the new root"))?;
    for place in &mut plan.0 {
        let what = format!("show `{}` to the program", place.path.display());
        put(&root, place, policy).map_err(Failure::at(Step::Mount, what))?;
    }
    enter(&root).map_err(failure("enter the new root"))?;
    Ok(plan)
}

fn open_root() -> io::Result<OwnedFd> {
    fs::File::open(ROOT).map(Into::into)
}

fn put(root: &OwnedFd, place: &mut Place, policy: &Policy) -> io::Result<()> {
    let host = Path::new(ROOT).join(place.path.strip_prefix("/").unwrap_or(&place.path));
    let quiet = libc::MS_NOSUID | libc::MS_NODEV | libc::MS_NOEXEC;
    match &place.kind {
        Kind::Link(target) => symlink(target, host),
        Kind::Tmp => {
            fs::create_dir(&host)?;
            // To tmpfs 0 means no limit.
            let (bytes, inodes) = (policy.tmp_bytes.max(1), policy.tmp_inodes.max(1));
            let options = format!("size={bytes},nr_inodes={inodes},mode=1777");
            sys::mount("tmpfs", &host, quiet, &options)
        }
        Kind::Proc => {
            fs::create_dir(&host)?;
            // A container that hides parts of /proc forbids this; programs do without.
            let _ = sys::mount("proc", &host, quiet, "hidepid=invisible,subset=pid");
            Ok(())
        }
        Kind::ReadOnly | Kind::Writable | Kind::Device => {
            let tree = place.tree.take().ok_or(io::ErrorKind::NotFound)?;
            let target = make_target(root, &place.path, is_folder(&tree)?)?;
            sys::move_mount(&tree, &target)
        }
    }
}

fn is_folder(tree: &OwnedFd) -> io::Result<bool> {
    // SAFETY: `stat` is plain data, valid when zeroed and for the whole call.
    unsafe {
        let mut stat: libc::stat = std::mem::zeroed();
        check(libc::fstat(tree.as_raw_fd(), &raw mut stat))?;
        Ok(stat.st_mode & libc::S_IFMT == libc::S_IFDIR)
    }
}

/// Opens the mount point `path` below `root` and makes what is missing of it.
fn make_target(root: &OwnedFd, path: &Path, folder: bool) -> io::Result<OwnedFd> {
    let mut parent = root.try_clone()?;
    let mut reached = PathBuf::from("/");
    let mut parts = path
        .components()
        .filter(|part| matches!(part, Component::Normal(_)))
        .peekable();
    while let Some(part) = parts.next() {
        reached.push(part);
        let last = parts.peek().is_none();
        parent = match sys::open_below(root, &reached) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make(&parent, Path::new(part.as_os_str()), folder || !last)?;
                sys::open_below(root, &reached)?
            }
            result => result?,
        };
    }
    Ok(parent)
}

fn make(parent: &OwnedFd, name: &Path, folder: bool) -> io::Result<()> {
    let name = sys::c_path(name)?;
    let (parent, name) = (parent.as_raw_fd(), name.as_ptr());
    // SAFETY: `name` lives until both calls are over.
    let made = unsafe {
        if folder {
            libc::mkdirat(parent, name, 0o755)
        } else {
            libc::mknodat(parent, name, libc::S_IFREG | 0o644, 0)
        }
    };
    check(made).map(drop)
}

/// Makes the new root the only one, read-only.
fn enter(root: &OwnedFd) -> io::Result<()> {
    let here = c".".as_ptr();
    // SAFETY: the strings are static; the process has a single thread.
    unsafe {
        check(libc::fchdir(root.as_raw_fd()))?;
        check(libc::syscall(libc::SYS_pivot_root, here, here))?;
        check(libc::umount2(here, libc::MNT_DETACH))?;
    }
    std::env::set_current_dir("/")?;
    sys::mount_setattr(fs::File::open("/")?.as_raw_fd(), 0, MOUNT_ATTR_RDONLY)
}
