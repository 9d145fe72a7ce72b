//! How a run ended.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::Policy;

/// Why a program is no longer running.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum End {
    /// It exited by itself with this code.
    Exited(i32),
    /// A signal ended it that belongs to none of the limits below.
    Signalled(i32),
    /// [`Policy::wall`] passed.
    WallClock,
    /// A process used up [`Policy::cpu`].
    CpuTime,
    /// All processes together held more than [`Policy::memory`]. A process that is only *refused* memory ends in its own
    /// way: Rust's with SIGABRT, that is `Signalled(6)`.
    Memory,
    /// It wrote a file larger than [`Policy::file_bytes`].
    FileSize,
    /// It printed more than [`Policy::stdout_bytes`] or [`Policy::stderr_bytes`].
    OutputLimit(Stream),
    /// The caller killed it.
    Killed,
    /// The sandbox's own supervisor died, for example at the hands of the kernel's out-of-memory killer; the program with
    /// it.
    SupervisorDied,
}

/// One of the two captured streams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// What a run used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Time from launch to end.
    pub wall: Duration,
    /// CPU time of all processes, user and system.
    pub cpu: Duration,
    /// Largest resident set of one process in bytes, at least the few MiB of the supervisor.
    pub peak_rss: u64,
}

/// How a run ended, what it printed and what it used.
///
/// `Display` says it for people: `killed after 10.0 s (wall clock limit 10 s)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Why it is no longer running.
    pub end: End,
    /// Standard output, at most [`Policy::stdout_bytes`].
    pub stdout: Vec<u8>,
    /// Standard error, at most [`Policy::stderr_bytes`].
    pub stderr: Vec<u8>,
    /// What it used.
    pub usage: Usage,
    pub(crate) limits: Limits,
}

/// The limits an explanation may have to name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Limits {
    wall: Duration,
    cpu: Duration,
    memory: u64,
    file: u64,
    stdout: usize,
    stderr: usize,
}

impl From<&Policy> for Limits {
    fn from(policy: &Policy) -> Self {
        let Policy {
            wall,
            cpu,
            memory,
            file_bytes: file,
            stdout_bytes: stdout,
            stderr_bytes: stderr,
            ..
        } = *policy;
        Self {
            wall,
            cpu,
            memory,
            file,
            stdout,
            stderr,
        }
    }
}

impl Outcome {
    /// Whether the program exited with code 0.
    #[must_use]
    pub fn success(&self) -> bool {
        self.end == End::Exited(0)
    }

    fn refused_memory(&self) -> bool {
        let says = |words: &[u8]| {
            self.stderr
                .windows(words.len())
                .any(|window| window == words)
        };
        self.end == End::Signalled(libc::SIGABRT) && says(b"memory allocation of ")
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let limits = &self.limits;
        let after = self.usage.wall.as_secs_f64();
        match self.end {
            End::Exited(0) => write!(f, "exited normally after {after:.1} s"),
            End::Exited(code) => write!(f, "exited with code {code} after {after:.1} s"),
            End::Signalled(_) if self.refused_memory() => {
                write!(
                    f,
                    "aborted: it was refused memory (limit {})",
                    bytes(limits.memory)
                )
            }
            End::Signalled(signal) => write!(f, "ended by {} after {after:.1} s", name(signal)),
            End::WallClock => write!(
                f,
                "killed after {after:.1} s (wall clock limit {:?})",
                limits.wall
            ),
            End::CpuTime => write!(
                f,
                "killed after {after:.1} s (CPU time limit {:?})",
                limits.cpu
            ),
            End::Memory => write!(
                f,
                "killed after {after:.1} s (memory limit {})",
                bytes(limits.memory)
            ),
            End::FileSize => write!(
                f,
                "killed after {after:.1} s (file size limit {})",
                bytes(limits.file)
            ),
            End::OutputLimit(Stream::Stdout) => {
                write!(
                    f,
                    "killed after {after:.1} s (standard output limit {})",
                    bytes(limits.stdout as u64)
                )
            }
            End::OutputLimit(Stream::Stderr) => {
                write!(
                    f,
                    "killed after {after:.1} s (standard error limit {})",
                    bytes(limits.stderr as u64)
                )
            }
            End::Killed => write!(f, "killed by its caller after {after:.1} s"),
            End::SupervisorDied => write!(
                f,
                "killed together with the sandbox's supervisor after {after:.1} s"
            ),
        }
    }
}

fn bytes(count: u64) -> String {
    match count {
        n if n >= 1 << 30 && n.is_multiple_of(1 << 30) => format!("{} GiB", n >> 30),
        n if n >= 1 << 20 => format!("{} MiB", n >> 20),
        n if n >= 1 << 10 => format!("{} KiB", n >> 10),
        n => format!("{n} bytes"),
    }
}

fn name(signal: i32) -> String {
    let known = match signal {
        libc::SIGABRT => "SIGABRT: it aborted",
        libc::SIGSEGV => "SIGSEGV: an invalid memory access or a stack overflow",
        libc::SIGBUS => "SIGBUS: an invalid memory access",
        libc::SIGILL => "SIGILL: an invalid instruction",
        libc::SIGFPE => "SIGFPE: an arithmetic error",
        libc::SIGKILL => "SIGKILL",
        libc::SIGTERM => "SIGTERM",
        libc::SIGPIPE => "SIGPIPE: a write to a closed pipe",
        libc::SIGTRAP => "SIGTRAP: a trap",
        libc::SIGSYS => "SIGSYS: a forbidden system call",
        _ => return format!("signal {signal}"),
    };
    format!("signal {signal} ({known})")
}
