//! `grade` and `verify`: build the judge, then become it.

use anyhow::Result;

use crate::args::{Grade, JudgeArgs, Verify};
use crate::course::Course;

/// Grades submissions with the hidden tests.
pub fn grade(_args: &JudgeArgs<Grade>, course: &Course) -> Result<()> {
    course.require("grading", "grade")?;
    anyhow::bail!("`grade` is not built yet")
}

/// Proves the course's tests.
pub fn verify(_args: &JudgeArgs<Verify>, course: &Course) -> Result<()> {
    course.require("grading", "verify")?;
    anyhow::bail!("`verify` is not built yet")
}
