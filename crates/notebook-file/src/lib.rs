//! The `.ipynb` model: read, validate, strip, extract answers. It spawns nothing and trusts nothing.
//!
//! ```text
//! released.ipynb ──┐
//!                  ├─ extract_answers ─▶ Extraction ─ sanitise ─▶ released cells + the student's answers
//! submitted.ipynb ─┘
//! ```
//!
//! A course's notebook carries `metadata.noisebook = {"lab": "forward", "version": 1}`; its cells carry
//! `metadata.noisebook = {"role": "answer", "id": "reparameterization"}` (see [`Role`]). Of a submission only the
//! sources of answers and of cells that the student added are read; released cells always win.
//!
//! # Why a model of our own
//! The crate `nbformat` types a notebook's known fields: unknown fields of cells and outputs are lost, metadata
//! goes through a `HashMap`, media through an enum, an invalid cell id fails the file; and it brings the whole Jupyter protocol
//! with it. A submission must come through unchanged and be refused for few reasons, so here only what is used is
//! typed; everything else stays the JSON value it was.

mod error;
mod extract;
mod fill;
mod from_json;
mod lines;
mod model;
mod read;
mod source;
mod strip;
mod tag;
mod validate;
mod write;

pub use error::ReadError;
pub use extract::{Answer, Extraction, FoundBy, Helper, Note, Written, extract_answers};
pub use fill::{UnknownAnswers, fill, sanitise};
pub use model::{Cell, CellKind, CodeCell, Metadata, Notebook, Place};
pub use read::MAX_BYTES;
pub use source::{blank_directives, implemented_trait, same_code};
pub use tag::{LabTag, Role};
pub use validate::Problem;
