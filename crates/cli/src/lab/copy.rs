//! A notebook of the student's own, beside a course that nobody writes to.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The copy of `notebook` in `dir`; one that is there already keeps its answers.
pub fn into(notebook: &Path, dir: &Path) -> Result<PathBuf> {
    let dir = fs::canonicalize(dir).with_context(|| format!("cannot open `{}`", dir.display()))?;
    let copy = dir.join(notebook.file_name().unwrap_or_default());
    match copy_new(notebook, &copy) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(copy),
        done => done.map(|()| copy.clone()).with_context(|| {
            format!(
                "cannot copy `{}` to `{}`",
                notebook.display(),
                copy.display()
            )
        }),
    }
}

/// The copy is writable even where its original is not.
fn copy_new(from: &Path, to: &Path) -> io::Result<()> {
    let mut source = File::open(from)?;
    io::copy(&mut source, &mut File::create_new(to)?).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_with_answers_stays() {
        let (course, own) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let notebook = course.path().join("forward.ipynb");
        fs::write(&notebook, "released").unwrap();
        let copy = into(&notebook, own.path()).unwrap();
        assert_eq!(fs::read(&copy).unwrap(), b"released");
        fs::write(&copy, "answers").unwrap();
        assert_eq!(
            fs::read(into(&notebook, own.path()).unwrap()).unwrap(),
            b"answers"
        );
    }
}
