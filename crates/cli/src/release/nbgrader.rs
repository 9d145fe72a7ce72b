//! nbgrader's metadata in the bundle's notebook. The judge writes it: it knows the points that a person gives.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, anyhow};

use crate::course::Course;
use crate::judge;

/// Replaces the notebook of the bundle `dir` by the same with nbgrader's tags.
pub fn tag(course: &Course, name: &str, dir: &Path) -> Result<()> {
    let notebook = dir.join("notebooks").join(format!("{name}.ipynb"));
    let mut command = judge::command("nbgrader", course)?;
    command.arg(name).arg("--out").arg(&notebook);
    let output = command.stdin(Stdio::null()).output();
    let output = output.context("cannot start the judge")?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(anyhow!(
        "{}",
        said.trim().trim_start_matches("error: ").to_owned()
    ))
}
