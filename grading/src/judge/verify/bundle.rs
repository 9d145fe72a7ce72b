//! What students would receive.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use grading::LabTests;
use grading::course::Course;

use super::Check;

/// Folders of the course that stay with the instructor.
const SECRET: [&str; 2] = ["grading", "solutions"];

pub(super) fn check(course: &Course, lab: &LabTests) -> Check {
    let claim = format!(
        "`{}`: the student bundle holds no solution and no hidden test",
        lab.lab.slug
    );
    Check::tried(claim, problems(course, lab.lab.slug))
}

/// Releases the bundle, which looks for leaked text itself, and looks for leaked files.
fn problems(course: &Course, slug: &str) -> Result<Vec<String>> {
    let folder = tempfile::tempdir().context("cannot make a folder for the bundle")?;
    let out = folder.path().join("bundle");
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .args(["noisebook", "release", slug, "--out"])
        .arg(&out)
        .current_dir(course.root());
    let output = command.output().context("cannot start `cargo`")?;
    if !output.status.success() {
        bail!(
            "`cargo noisebook release {slug}` failed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    let mut names = Vec::new();
    list(course.root(), &SECRET.map(PathBuf::from), &mut names)?;
    Ok(names
        .into_iter()
        .filter(|name| out.join(name).exists())
        .map(|name| format!("`{}` is in it", name.display()))
        .collect())
}

/// Every file below `folders` of `root`.
fn list(root: &Path, folders: &[PathBuf], names: &mut Vec<PathBuf>) -> Result<()> {
    for folder in folders {
        let path = root.join(folder);
        let entries = std::fs::read_dir(&path)
            .with_context(|| format!("cannot list `{}`", path.display()))?;
        for entry in entries {
            let entry = entry?;
            let name = folder.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                list(root, &[name], names)?;
            } else {
                names.push(name);
            }
        }
    }
    Ok(())
}
