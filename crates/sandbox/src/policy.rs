//! What a sandboxed program may see and use.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use serde::{Deserialize, Serialize};

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// Everything a program in the sandbox may see and use; what is not named here does not exist for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    /// Files and folders shown at their own absolute paths, read-only. Programs and libraries among them may be executed.
    /// When the caller is root they must be readable by others; in full isolation the folders above them need not be.
    pub read_only: Vec<PathBuf>,
    /// Files and folders `(source, destination)` shown read-only at another absolute path. Full isolation only.
    pub read_only_at: Vec<(PathBuf, PathBuf)>,
    /// Folders of the host shown at their own paths, writable, never executable. When the caller is root each is given to
    /// the sandbox's user (uid [`crate::SANDBOX_UID`]), for good. They have no quota but [`Policy::file_bytes`], and what
    /// a program leaves there is as untrusted as the program: links and pipes too. Show the folder to the next program,
    /// not a file in it.
    pub writable: Vec<PathBuf>,
    /// Size of the private `/tmp`, in bytes. It lives in memory and counts on top of [`Policy::memory`].
    pub tmp_bytes: u64,
    /// Files and folders the private `/tmp` can hold.
    pub tmp_inodes: u64,
    /// Private memory in bytes: each process is refused more, all processes together are killed above it.
    pub memory: u64,
    /// Address space of a process in bytes: a backstop, since every thread reserves up to 128 MiB without using it.
    pub address_space: u64,
    /// Time from the launch until everything is killed.
    pub wall: Duration,
    /// CPU time of one process, in whole seconds (rounded up).
    pub cpu: Duration,
    /// Whether the program may start other processes.
    pub fork: Fork,
    /// Threads and processes that may exist at once, all together.
    pub tasks: u64,
    /// Size of one written file, in bytes.
    pub file_bytes: u64,
    /// Open files of one process.
    pub open_files: u64,
    /// Bytes of standard output that are kept; one more and the program is killed.
    pub stdout_bytes: usize,
    /// Bytes of standard error that are kept; one more and the program is killed.
    pub stderr_bytes: usize,
    /// The whole environment; nothing is inherited. Reduced isolation adds `TMPDIR` where it is not given.
    pub env: Vec<(OsString, OsString)>,
    /// Working folder; `None` is the private `/tmp`.
    pub cwd: Option<PathBuf>,
}

/// Whether a sandboxed program may start processes. Threads are always allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fork {
    /// `fork` and its kin fail. [`Policy::memory`] is then a limit on the whole sandbox that no trick passes.
    Denied,
    /// Processes count against [`Policy::tasks`]; all of them die with the first.
    Allowed,
}

impl Policy {
    /// For running a student's program: the system's libraries, no processes, a minute, half a gigabyte.
    #[must_use]
    pub fn worker() -> Self {
        Self {
            read_only: existing(&[
                "/lib",
                "/lib64",
                "/usr/lib",
                "/usr/lib64",
                "/etc/ld.so.cache",
                "/nix/store",
            ]),
            read_only_at: Vec::new(),
            writable: Vec::new(),
            tmp_bytes: 64 * MIB,
            tmp_inodes: 4096,
            memory: 512 * MIB,
            address_space: 8 * GIB,
            wall: Duration::from_secs(60),
            cpu: Duration::from_secs(60),
            fork: Fork::Denied,
            tasks: 64,
            file_bytes: 64 * MIB,
            open_files: 64,
            stdout_bytes: MIB as usize,
            stderr_bytes: 256 * KIB as usize,
            env: Vec::new(),
            cwd: None,
        }
    }

    /// For compiling a student's program: the system's tools as well, processes for the linker, three minutes, 4 GiB.
    /// Add the toolchain and the sources to [`Policy::read_only`] and the output folder to [`Policy::writable`].
    #[must_use]
    pub fn compile() -> Self {
        let system = [
            "/bin",
            "/lib",
            "/lib64",
            "/usr",
            "/etc/alternatives",
            "/etc/ld.so.cache",
            "/nix/store",
        ];
        Self {
            read_only: existing(&system),
            tmp_bytes: GIB,
            tmp_inodes: 16 * KIB,
            memory: 4 * GIB,
            address_space: 32 * GIB,
            wall: Duration::from_secs(180),
            cpu: Duration::from_secs(180),
            fork: Fork::Allowed,
            tasks: 256,
            file_bytes: GIB,
            open_files: 1024,
            stdout_bytes: 4 * MIB as usize,
            stderr_bytes: 4 * MIB as usize,
            // The linker's driver looks for its helpers in PATH.
            env: vec![("PATH".into(), "/usr/bin:/bin".into())],
            ..Self::worker()
        }
    }

    /// Every host path the policy names, with the field that names it.
    pub(crate) fn sources(&self) -> impl Iterator<Item = (&'static str, &Path)> {
        let read_only = self
            .read_only
            .iter()
            .map(|path| ("read_only", path.as_path()));
        let moved = self
            .read_only_at
            .iter()
            .map(|(source, _)| ("read_only_at", source.as_path()));
        let writable = self
            .writable
            .iter()
            .map(|path| ("writable", path.as_path()));
        read_only.chain(moved).chain(writable)
    }
}

fn existing(paths: &[&str]) -> Vec<PathBuf> {
    paths
        .iter()
        .map(PathBuf::from)
        .filter(|path| path.exists())
        .collect()
}
