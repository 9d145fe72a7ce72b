//! `kernel`: what Jupyter starts. It prepares a folder for the session, then becomes the stock kernel.

mod janitor;
mod session;

use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow};
use kit::{Feature, Kit};

use crate::args::{JanitorArgs, KernelArgs};
use crate::course::Course;
use crate::errors::Hint;
use crate::setup::layout::Layout;
use session::Session;

/// Chooses the bodies that a kernel links: `stub` or `solution`.
pub const FEATURE: &str = "NOISEBOOK_FEATURE";

/// Runs the command; it does not return unless it fails.
pub fn run(args: &KernelArgs, course: &Course) -> Result<()> {
    let layout = Layout::new(course.root());
    let feature = feature()?;
    let kit = Kit::open(course.root(), feature)?;
    let evcxr = layout.evcxr_binary();
    if !evcxr.is_file() {
        return Err(anyhow!(
            "the Rust kernel is not installed: no `{}`",
            evcxr.display()
        ))
        .hint("run `cargo noisebook setup`");
    }
    janitor::remove_dead(&layout);
    let session = Session::prepare(&layout, feature)?;
    janitor::watch(&session)?;
    let mut command = Command::new(evcxr);
    command.arg("--control_file").arg(&args.connection_file);
    command.envs(session.environment(&kit));
    // The lock is held as long as the kernel lives: it is the kernel's standard input.
    command.stdin(Stdio::from(session.into_lock()));
    Err(command.exec()).context("cannot start the Rust kernel")
}

/// Waits for the end of a session, then removes its folder.
pub fn janitor(args: &JanitorArgs) -> Result<()> {
    janitor::clean_up(&args.session)
}

fn feature() -> Result<Feature> {
    match std::env::var(FEATURE) {
        Ok(name) => name
            .parse()
            .map_err(|why| anyhow!("in the environment variable {FEATURE}: {why}")),
        Err(_) => Ok(Feature::default()),
    }
}
