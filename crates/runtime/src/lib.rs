//! What notebooks and labs import: the device and its seed, figures, tables, progress, and real digits.
//!
//! It knows no lab. Start with the [`prelude`]; the crate's README shows each part in use.

pub mod bench;
pub mod data;
pub mod device;
pub mod display;
pub mod figure;
pub mod prelude;
pub mod progress;
pub mod stats;
pub mod table;

pub use data::{DataError, Mnist};
pub use device::{autodiff_device, describe, device, requested_device, seed};
pub use figure::{Figure, ImageGrid, Panel};
pub use progress::progress;
pub use table::Table;
