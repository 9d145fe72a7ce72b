//! What notebooks and labs import: the device and its seed, figures, tables, progress, and real digits.
//!
//! It knows no lab. Start with the [`prelude`]; the crate's README shows each part in use.
//!
//! One figure in one cell:
//!
//! ```
//! use noisebook_runtime::prelude::*;
//! let losses = [0.9, 0.2, 0.05];
//! Figure::new("Training").panel(Panel::new("loss").log_y().line("batch", 1..=3, losses)).show();
//! ```

pub mod bench;
pub mod data;
pub mod device;
pub mod display;
pub mod figure;
pub mod interrupt;
mod memory;
pub mod noise;
pub mod prelude;
pub mod progress;
pub mod stats;
pub mod table;

pub use data::{DataError, Mnist};
pub use device::{autodiff_device, describe, device, requested_device, seed};
pub use figure::{Figure, ImageGrid, Panel};
pub use noise::noise_like;
pub use progress::progress;
pub use table::Table;

/// Compiles and runs the examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
