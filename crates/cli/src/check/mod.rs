//! `check`: the public checks on a notebook.

use anyhow::{Result, bail};

use crate::args::CheckArgs;
use crate::course::Course;

/// Runs the command.
pub fn run(_args: &CheckArgs, _course: &Course) -> Result<()> {
    bail!("`check` is not built yet")
}
