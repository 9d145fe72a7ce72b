//! What the first cell of a notebook imports.

pub use crate::bench::{human_seconds, median_seconds};
pub use crate::data::{Mnist, Split};
pub use crate::device::{autodiff_device, describe, device, seed};
pub use crate::figure::{Block, Diagram, Figure, Image, ImageGrid, Panel, Series, Tone};
pub use crate::noise::noise_like;
pub use crate::progress::progress;
pub use crate::table::Table;
