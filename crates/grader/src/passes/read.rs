//! File to notebook.

use std::fs;

use notebook_file::Notebook;

use crate::{Grader, Rejection, Work};

pub(super) fn read<'a>(_: &'a Grader, mut work: Work<'a>) -> Result<Work<'a>, Rejection> {
    let path = &work.submission.path;
    // A pipe or a device would block or never end.
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(Rejection(
            "it is not a regular file\nhint: give the .ipynb file that Jupyter saved".into(),
        ));
    }
    work.notebook = Notebook::open(path)
        .map_err(|error| Rejection(format!("{error}\nhint: {}", error.hint())))?;
    Ok(work)
}
