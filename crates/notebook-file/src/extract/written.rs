//! Texts that people grade: predictions and discussions.

use crate::model::{Cell, CellKind, Notebook};
use crate::source::same_code;
use crate::tag::Role;

/// A student's text in a cell of the released notebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Index of the cell in the released notebook.
    pub released: usize,
    /// [`Role::Prediction`] or [`Role::Discussion`].
    pub role: Role,
    /// The cell's id in the course's metadata.
    pub id: Option<String>,
    /// The student's text; the released one if the cell is missing.
    pub source: String,
    /// The text differs from the released one by more than white space.
    pub changed: bool,
}

/// One entry per text cell of `released`. Code is never taken from such cells.
pub(super) fn collect(submission: &Notebook, released: &Notebook) -> Vec<Written> {
    let texts = released
        .cells
        .iter()
        .enumerate()
        .filter_map(|(index, cell)| {
            let role = cell
                .role()
                .filter(|role| matches!(role, Role::Prediction | Role::Discussion))?;
            (cell.kind != CellKind::Code).then(|| written(index, cell, role, submission))
        });
    texts.collect()
}

fn written(released: usize, cell: &Cell, role: Role, submission: &Notebook) -> Written {
    let copies = submission
        .cells
        .iter()
        .filter(|copy| is_copy(copy, cell, role));
    let changed = copies
        .map(|copy| &copy.source)
        .find(|source| !same_code(source, &cell.source));
    let source = changed.unwrap_or(&cell.source).clone();
    Written {
        released,
        role,
        id: cell.tag_id().map(str::to_owned),
        source,
        changed: changed.is_some(),
    }
}

fn is_copy(copy: &Cell, cell: &Cell, role: Role) -> bool {
    let by_tag =
        cell.tag_id().is_some() && copy.role() == Some(role) && copy.tag_id() == cell.tag_id();
    let by_cell_id = cell.id.is_some() && copy.id == cell.id;
    copy.kind != CellKind::Code && (by_tag || by_cell_id)
}
