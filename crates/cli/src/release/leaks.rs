//! The check that a bundle gives nothing away. It knows nothing of how the bundle was made.
//!
//! A bundle leaks when
//! - it has a folder `solutions` or `grading`, or a copy of a file from there;
//! - a text file of it holds a line of a function's body from there, of 40 characters or more, that stands nowhere in the
//!   other packages of the course;
//! - a text file of it holds the whole body of a reference function of several lines, however it is laid out;
//! - a notebook of it has outputs.
//!
//! Formulas in hints are quoted text on lines of their own, so they are no leak.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use super::bodies::files;
use super::secrets::Secrets;
use crate::course::Course;
use crate::errors::Hint;

/// Fails on the first leak of the bundle in `dir`, with the file that leaks.
pub fn check(course: &Course, dir: &Path) -> Result<()> {
    let secrets = Secrets::of(course)?;
    for path in all_files(dir)? {
        let name = path
            .strip_prefix(dir)
            .unwrap_or(&path)
            .display()
            .to_string();
        let bytes =
            std::fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))?;
        if let Some(leak) = secrets.leak(&name, &bytes) {
            return Err(anyhow!("`{name}` would leak {leak}"))
                .hint("nothing was written; remove the text from the file, in the repository, and release again");
        }
    }
    Ok(())
}

fn all_files(dir: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = files(dir)?;
    paths.extend(files(&dir.join(".cargo"))?);
    Ok(paths)
}
