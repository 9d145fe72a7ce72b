//! `kernel`: what Jupyter starts: the course's own kernel in this process, or the stock one with a folder prepared for it.

mod janitor;
mod session;

use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, anyhow};
use kit::{Feature, Kit};

use crate::args::{JanitorArgs, KernelArgs, KernelName};
use crate::course::Course;
use crate::errors::Hint;
use crate::setup::layout::Layout;
use session::Session;

/// Chooses the bodies that a kernel links: `stub` or `solution`.
pub const FEATURE: &str = "NOISEBOOK_FEATURE";

/// Chooses the kernel: `noisebook` or `evcxr`.
pub const KERNEL: &str = "NOISEBOOK_KERNEL";

/// Runs the command until Jupyter ends the kernel.
pub fn run(args: &KernelArgs, course: &Course) -> Result<()> {
    if std::env::var_os(KERNEL).is_some_and(|name| name == KernelName::Evcxr.name()) {
        return stock(args, course);
    }
    let connection_file = args.connection_file.clone();
    let options = noisebook_kernel::Options {
        connection_file,
        root: Some(course.root().to_owned()),
        feature: feature()?,
    };
    noisebook_kernel::serve(&options).map_err(|error| anyhow!("the kernel stopped: {error}"))
}

/// Becomes the stock kernel; does not return unless that fails.
fn stock(args: &KernelArgs, course: &Course) -> Result<()> {
    let layout = Layout::new(course.root());
    let feature = feature()?;
    let kit = Kit::open(course.root(), feature)?;
    let evcxr = layout.evcxr_binary();
    if !evcxr.is_file() {
        return Err(anyhow!(
            "the Rust kernel is not installed: no `{}`",
            evcxr.display()
        ))
        .hint("run `cargo noisebook setup --kernel evcxr`");
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
