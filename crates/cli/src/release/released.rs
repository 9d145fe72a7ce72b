//! The notebook in the repository, fit to be released.

use std::path::Path;

use anyhow::{Result, anyhow};
use notebook_file::Notebook;

use super::cell;
use crate::errors::Hint;

/// The notebook at `path`, without outputs and traces of editors.
pub fn open(path: &Path) -> Result<Notebook> {
    let mut notebook = Notebook::open(path).or_else(|error| {
        let hint = error.hint();
        Err(anyhow!("`{}`: {error}", path.display())).hint(hint)
    })?;
    if let Some(problem) = notebook.validate().first() {
        return Err(anyhow!("`{}`: {problem}", path.display()))
            .hint("mend the notebook's metadata and release again");
    }
    notebook.strip();
    Ok(notebook)
}

/// Fails unless every answer cell only calls the scaffold: anything else may be somebody's answer.
pub fn require_scaffold(notebook: &Notebook, path: &Path) -> Result<()> {
    for code in notebook.code_cells() {
        let Some(id) = code.cell.answer_id() else {
            continue;
        };
        if let Err(problem) = cell::require_scaffold(&code.cell.source) {
            let (path, place) = (path.display(), code.place);
            return Err(anyhow!("`{path}`, {place}: answer `{id}` is not the scaffold: {problem}"))
                .hint("put the released version of the cell back: each method calls `Scaffold` and nothing else");
        }
    }
    Ok(())
}
