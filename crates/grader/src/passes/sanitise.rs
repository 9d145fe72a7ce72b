//! The released notebook stands in for the submitted one: from here on only answers and helper cells are the student's.

use notebook_file::{Notebook, Role};

use crate::{Grader, Rejection, Work};

pub(super) fn sanitise<'a>(_: &'a Grader, mut work: Work<'a>) -> Result<Work<'a>, Rejection> {
    work.setup = setup(&work.notebook);
    Ok(work)
}

/// The set-up cells' sources, without kernel directives.
fn setup(notebook: &Notebook) -> String {
    let cells = notebook
        .code_cells()
        .map(|code| code.cell)
        .filter(|cell| cell.role() == Some(Role::Setup));
    cells
        .map(|cell| notebook_file::blank_directives(&cell.source) + "\n")
        .collect()
}
