//! `corpus`: writes the hostile notebooks anew.

use std::fs;
use std::process::ExitCode;

use anyhow::{Context, Result};
use grader::report::counted;
use grading::course::Course;
use grading::hostile;

/// Runs the command.
pub fn run(course: &Course) -> Result<ExitCode> {
    let folder = hostile::folder(course);
    let files = hostile::files(course)?;
    for (name, bytes) in &files {
        let path = folder.join(name);
        fs::write(&path, bytes).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    for name in hostile::on_disk(&folder)?
        .iter()
        .filter(|name| !files.contains_key(*name))
    {
        fs::remove_file(folder.join(name)).with_context(|| format!("cannot remove `{name}`"))?;
    }
    println!(
        "{} in {}",
        counted(files.len(), "notebook"),
        folder.display()
    );
    Ok(ExitCode::SUCCESS)
}
