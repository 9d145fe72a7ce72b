//! `lab`: a notebook in JupyterLab, or executed without a browser.

use anyhow::{Result, bail};

use crate::args::LabArgs;
use crate::course::Course;

/// Runs the command.
pub fn run(_args: &LabArgs, _course: &Course) -> Result<()> {
    bail!("`lab` is not built yet")
}
