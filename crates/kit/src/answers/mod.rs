//! The crate that is compiled for a submission: its source text, and the way back from a diagnostic to a cell.
//!
//! Each cell stands in a file of its own, so line numbers of the compiler are line numbers of the cell. All share one
//! module, as the cells of a notebook do.

mod diagnostics;
mod items;
mod source;

pub use diagnostics::{Diagnostic, diagnostics};
pub use items::items_only;
pub use source::{Answer, Answers, Main, Place, SourceFile};
