//! What the first cell of a notebook imports.

pub use crate::bench::{human_seconds, median_seconds};
pub use crate::data::{Mnist, Split};
pub use crate::device::{autodiff_device, describe, device, seed};
<<<<<<< HEAD
pub use crate::figure::{Block, Diagram, Figure, Image, ImageGrid, Panel, Series, Tone};
=======
pub use crate::figure::{Figure, Image, ImageGrid, Panel, Series};
pub use crate::noise::noise_like;
>>>>>>> 9759da5 (Forward lab, section 4: training examples, hidden tests and mutants; noise drawn in parallel; bench against PyTorch)
pub use crate::progress::progress;
pub use crate::table::Table;
