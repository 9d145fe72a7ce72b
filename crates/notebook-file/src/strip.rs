//! What version control and students should not see: outputs, counts, traces of editors.

use serde_json::Value;

use crate::model::{Cell, Metadata, Notebook};
use crate::tag;

/// All that is kept of a cell's metadata: what an author sets on purpose.
const CELL_KEYS: [&str; 5] = [tag::KEY, "tags", "slideshow", "editable", "deletable"];
const NOTEBOOK_KEYS: [&str; 5] = [tag::KEY, "kernelspec", "language_info", "title", "authors"];
/// `version` is missing: it is the last kernel's.
const LANGUAGE_KEYS: [&str; 5] = [
    "name",
    "file_extension",
    "mimetype",
    "pygments_lexer",
    "codemirror_mode",
];

impl Notebook {
    /// Removes outputs, execution counts and the metadata that editors and kernels leave.
    pub fn strip(&mut self) {
        keep(&mut self.metadata, &NOTEBOOK_KEYS);
        if let Some(language) = self
            .metadata
            .get_mut("language_info")
            .and_then(Value::as_object_mut)
        {
            keep(language, &LANGUAGE_KEYS);
        }
        self.cells.iter_mut().for_each(strip_cell);
    }

    /// Whether [`strip`](Self::strip) would change nothing.
    pub fn is_stripped(&self) -> bool {
        let mut stripped = self.clone();
        stripped.strip();
        stripped == *self
    }
}

fn strip_cell(cell: &mut Cell) {
    keep(&mut cell.metadata, &CELL_KEYS);
    cell.rest
        .retain(|key, _| ["outputs", "execution_count", "attachments"].contains(&key.as_str()));
    cell.clear_output();
}

fn keep(metadata: &mut Metadata, keys: &[&str]) {
    metadata.retain(|key, _| keys.contains(&key.as_str()));
}
