//! `doctor`: what is installed, what is missing, how to get it.

use anyhow::{Result, bail};

use crate::args::DoctorArgs;
use crate::course::Course;

/// Runs the command; outside a course `course` says why.
pub fn run(_args: &DoctorArgs, _course: Result<Course>) -> Result<()> {
    bail!("`doctor` is not built yet")
}
