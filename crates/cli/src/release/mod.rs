//! `release`: what students get, and the answer key.

use anyhow::{Result, bail};

use crate::args::ReleaseArgs;
use crate::course::Course;

/// Runs the command.
pub fn run(_args: &ReleaseArgs, _course: &Course) -> Result<()> {
    bail!("`release` is not built yet")
}
