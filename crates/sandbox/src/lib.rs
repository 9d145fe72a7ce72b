//! Runs a program that nobody trusts, and tells how it ended.
//!
//! [`Sandbox::probe`] builds a sandbox once and finds out what this machine can do; [`Sandbox::run`] and
//! [`Sandbox::spawn`] then run a [`Launch`] under its [`Policy`] and give an [`Outcome`].
//!
//! ```no_run
//! use std::path::Path;
//! use sandbox::{Launch, Policy, Sandbox};
//!
//! fn main() -> Result<(), Box<dyn std::error::Error>> {
//!     sandbox::init_if_requested();
//!     let sandbox = Sandbox::probe(&std::env::current_exe()?)?;
//!     let mut policy = Policy::worker();
//!     policy.read_only.push("/opt/submission".into());
//!     let outcome = sandbox.run(&Launch::new("/opt/submission/worker", policy))?;
//!     println!("{outcome}");
//!     Ok(())
//! }
//! ```
//!
//! What it is not: it knows no grading. A program's output and replies are that program's word; nothing here makes them
//! true.

mod capture;
mod error;
mod isolation;
mod launch;
#[cfg_attr(
    not(target_os = "linux"),
    expect(dead_code, reason = "only the Linux sandbox has a helper to talk to")
)]
mod message;
mod outcome;
mod pipes;
mod policy;
mod running;
mod sandbox;
mod trusted;

#[cfg(target_os = "linux")]
#[path = "linux/mod.rs"]
mod platform;
#[cfg(not(target_os = "linux"))]
#[path = "elsewhere.rs"]
mod platform;

pub use error::{SandboxError, Setup};
pub use isolation::{Finding, Isolation, Missing, Unavailable};
pub use launch::Launch;
pub use outcome::{End, Outcome, Stream, Usage};
pub use pipes::{Replies, Requests};
pub use policy::{Fork, Policy};
pub use running::Running;
pub use sandbox::Sandbox;

/// The user that programs run as when the caller is root: nobody else's.
pub const SANDBOX_UID: u32 = 64999;

/// Becomes the sandbox's helper, and never returns, when this process was started as one. Must be the first line of the
/// `main` of each program whose path is given to [`Sandbox::probe`]; in other processes it does nothing.
pub fn init_if_requested() {
    let mut args = std::env::args_os().skip(1);
    if args.next().is_some_and(|arg| arg == message::INIT_ARG) {
        platform::helper(args)
    }
}
