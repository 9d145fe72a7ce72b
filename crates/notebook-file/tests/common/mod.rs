//! Fixtures and small edits of them.
#![allow(dead_code)]

use notebook_file::{Cell, Notebook};

/// The fixture `name`, read.
pub fn fixture(name: &str) -> Notebook {
    Notebook::read(&bytes(name)).expect("the fixture is a notebook")
}

/// The fixture's bytes.
pub fn bytes(name: &str) -> Vec<u8> {
    let path = format!("{}/tests/fixtures/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The released notebook of the lab `numbers`.
pub fn released() -> Notebook {
    fixture("numbers.ipynb")
}

/// The cell with Jupyter's id `id`.
pub fn cell<'a>(notebook: &'a mut Notebook, id: &str) -> &'a mut Cell {
    let found = notebook
        .cells
        .iter_mut()
        .find(|cell| cell.id.as_deref() == Some(id));
    found.unwrap_or_else(|| panic!("no cell `{id}`"))
}

/// An answer to `doubling` that says who wrote it.
pub fn doubling(body: &str) -> String {
    format!(
        "struct MyDoubling;\n\nimpl Doubling for MyDoubling {{\n    fn double(&self, x: f64) -> f64 {{\n        {body}\n    }}\n}}"
    )
}
