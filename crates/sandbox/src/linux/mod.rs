//! The Linux sandbox. The caller starts a helper ([`start`]); the helper gives up what it can, builds the sandbox, watches
//! it from outside ([`supervisor`]) and reports its end. In full isolation a small first process ([`init`]) stands between
//! the helper and the program.

mod cell;
mod helper;
mod identity;
mod init;
mod landlock;
mod limits;
mod mounts;
mod plan;
mod probe;
mod program;
mod seccomp;
mod start;
mod supervisor;
mod sys;
mod tree;
mod watch;

pub(crate) use helper::helper;
pub(crate) use probe::probe;
pub(crate) use start::start;
