//! Notebook and cells; what is not used here stays the JSON value it was.

use std::fmt;

use serde_json::{Map, Value};

/// A JSON object: the metadata of a notebook or a cell.
pub type Metadata = Map<String, Value>;

/// A notebook of format 4.
#[derive(Debug, Clone, PartialEq)]
pub struct Notebook {
    /// The notebook's metadata, all of it.
    pub metadata: Metadata,
    /// All cells, in order.
    pub cells: Vec<Cell>,
    pub(crate) minor: u64,
    pub(crate) rest: Metadata,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Code, with outputs and an execution count.
    Code,
    /// Markdown text.
    Markdown,
    /// Text that Jupyter leaves alone.
    Raw,
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// What the cell holds.
    pub kind: CellKind,
    /// The cell's id, if it has one (format 4.5 demands it; older files have none).
    pub id: Option<String>,
    /// The text, its lines joined.
    pub source: String,
    /// The cell's metadata, all of it.
    pub metadata: Metadata,
    pub(crate) rest: Metadata,
}

/// Where a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// From 0, all cells counted: the index in [`Notebook::cells`].
    pub index: usize,
    /// From 1, code cells counted: what messages say.
    pub number: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cell {}", self.number)
    }
}

/// A code cell and its place.
#[derive(Debug, Clone, Copy)]
pub struct CodeCell<'a> {
    /// Where it stands.
    pub place: Place,
    /// The cell.
    pub cell: &'a Cell,
}

impl Notebook {
    /// A notebook of format 4.5 with `cells`.
    pub fn new(cells: Vec<Cell>) -> Self {
        Self {
            metadata: Metadata::new(),
            cells,
            minor: 5,
            rest: Metadata::new(),
        }
    }

    /// The code cells, numbered from 1 for messages.
    pub fn code_cells(&self) -> impl Iterator<Item = CodeCell<'_>> {
        let code = self
            .cells
            .iter()
            .enumerate()
            .filter(|(_, cell)| cell.kind == CellKind::Code);
        code.zip(1..).map(|((index, cell), number)| CodeCell {
            place: Place { index, number },
            cell,
        })
    }

    /// Whether any code cell has an output or an execution count.
    pub fn has_outputs(&self) -> bool {
        self.code_cells().any(|code| code.cell.has_output())
    }
}

impl Cell {
    /// A code cell with `source`.
    pub fn code(source: impl Into<String>) -> Self {
        let mut cell = Self::text(CellKind::Code, source.into());
        cell.clear_output();
        cell
    }

    /// A Markdown cell with `source`.
    pub fn markdown(source: impl Into<String>) -> Self {
        Self::text(CellKind::Markdown, source.into())
    }

    fn text(kind: CellKind, source: String) -> Self {
        Self {
            kind,
            id: None,
            source,
            metadata: Metadata::new(),
            rest: Metadata::new(),
        }
    }

    /// The outputs as JSON, empty for cells without any.
    pub fn outputs(&self) -> &[Value] {
        self.rest
            .get("outputs")
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }

    fn has_output(&self) -> bool {
        !self.outputs().is_empty()
            || self
                .rest
                .get("execution_count")
                .is_some_and(|count| !count.is_null())
    }

    /// Empties outputs and the execution count of a code cell.
    pub(crate) fn clear_output(&mut self) {
        if self.kind == CellKind::Code {
            self.rest.insert("outputs".into(), Value::Array(Vec::new()));
            self.rest.insert("execution_count".into(), Value::Null);
        }
    }
}
