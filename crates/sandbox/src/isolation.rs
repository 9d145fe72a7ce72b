//! What this machine can guarantee, and what to type where it is too little.

use std::fmt;

/// How strongly programs are isolated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Isolation {
    /// Own user, process, mount and network namespaces, then Landlock, seccomp and resource limits.
    Full,
    /// Landlock, seccomp and resource limits only. Reports should say so.
    Reduced {
        /// Why full isolation is not to be had.
        why: Finding,
        /// What is not guaranteed.
        missing: Vec<Missing>,
    },
    /// None, by the caller's wish: for one's own code only.
    Trusted,
}

/// A guarantee that reduced isolation does not give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Programs share the process table of their user.
    PrivateProcesses,
    /// `/tmp` is a private folder of the host: only its single files are limited in size.
    TmpQuota,
    /// The limit on tasks counts those of all programs of the same user.
    TaskLimitPerSandbox,
    /// Nothing but the system call filter stands between a program and the network.
    NetworkNamespace,
}

/// Why something is not to be had: what was seen, what it means, what to type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The system call and its error.
    pub seen: String,
    /// What that means.
    pub means: String,
    /// What to do about it.
    pub hint: String,
}

/// This machine cannot isolate a program; nothing was run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("untrusted code cannot be isolated on this machine\n{0}")]
pub struct Unavailable(pub Finding);

impl Isolation {
    pub(crate) fn reduced(why: Finding) -> Self {
        use Missing::{NetworkNamespace, PrivateProcesses, TaskLimitPerSandbox, TmpQuota};
        Self::Reduced {
            why,
            missing: vec![
                PrivateProcesses,
                TmpQuota,
                TaskLimitPerSandbox,
                NetworkNamespace,
            ],
        }
    }
}

impl fmt::Display for Isolation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => write!(f, "full isolation"),
            Self::Trusted => write!(f, "no isolation (trusted code)"),
            Self::Reduced { why, missing } => {
                let missing: Vec<_> = missing.iter().map(ToString::to_string).collect();
                write!(
                    f,
                    "reduced isolation, without {}\n{why}",
                    missing.join(", ")
                )
            }
        }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PrivateProcesses => "a process table of its own",
            Self::TmpQuota => "a size limit on /tmp",
            Self::TaskLimitPerSandbox => "a task limit per program",
            Self::NetworkNamespace => "a network namespace",
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "  seen:  {}\n  means: {}\nhint: {}",
            self.seen, self.means, self.hint
        )
    }
}
