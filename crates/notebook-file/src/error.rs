//! Why a file is no notebook that can be read.

use thiserror::Error;

/// Why a file cannot be read as a notebook. Lines and columns count from 1, cells from 0.
#[derive(Debug, Error)]
pub enum ReadError {
    /// The file cannot be opened or read.
    #[error("cannot read the file: {0}")]
    Io(#[from] std::io::Error),
    /// More bytes than the limit allows.
    #[error("the file is too large: expected at most {limit} bytes, got {}{size}", if *.exact { "" } else { "at least " })]
    TooLarge {
        /// Bytes seen.
        size: u64,
        /// Bytes allowed.
        limit: u64,
        /// Whether `size` is the whole file.
        exact: bool,
    },
    /// The bytes are no UTF-8 text.
    #[error("not UTF-8 text: the first invalid byte stands at offset {offset}")]
    NotUtf8 {
        /// Offset of the first invalid byte.
        offset: usize,
    },
    /// The text is no JSON.
    #[error("not JSON: line {line}, column {column}: {problem}")]
    NotJson {
        /// Line of the first error.
        line: usize,
        /// Column of the first error.
        column: usize,
        /// What the parser expected.
        problem: String,
    },
    /// Values nested deeper than any notebook nests them.
    #[error("nested too deep: line {line}, column {column}: expected at most 127 levels")]
    TooDeep {
        /// Line where the limit is passed.
        line: usize,
        /// Column where the limit is passed.
        column: usize,
    },
    /// JSON, but not of a notebook.
    #[error("not a notebook: {problem}")]
    NotANotebook {
        /// What is missing or of the wrong type.
        problem: String,
    },
    /// A notebook of a format from before 2015.
    #[error("notebook format {found} is too old: expected 4")]
    TooOld {
        /// The file's `nbformat`.
        found: u64,
    },
    /// A notebook of a format that is not known yet.
    #[error("notebook format {found} is too new: expected 4")]
    TooNew {
        /// The file's `nbformat`.
        found: u64,
    },
    /// A cell that no notebook may hold.
    #[error("cell {index} (from 0): {problem}")]
    Cell {
        /// The cell's place, from 0, all cells counted.
        index: usize,
        /// What is missing or of the wrong type.
        problem: String,
    },
}

impl ReadError {
    /// What the file's owner can do.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Io(_) => "check the path and its permissions",
            Self::TooLarge { .. } => {
                "clear all outputs in Jupyter (Edit, Clear Outputs of All Cells) and save again"
            }
            Self::NotUtf8 { .. } | Self::NotJson { .. } | Self::TooDeep { .. } => {
                "open the notebook in JupyterLab and save it again; a merge or a mail program may have changed the file"
            }
            Self::NotANotebook { .. } | Self::Cell { .. } => {
                "give the .ipynb file that Jupyter saved"
            }
            Self::TooOld { .. } => {
                "convert it: jupyter nbconvert --to notebook --nbformat 4 FILE.ipynb"
            }
            Self::TooNew { .. } => "save it from JupyterLab 4, which writes notebook format 4",
        }
    }
}
