//! The layers of the networks, given: weights and their shapes. What is done with them is the exercises'.

mod block;
mod class;
mod config;
mod original;
mod unet;
mod wire;

pub use block::ResidualBlock;
pub use class::{ClassEmbedding, ConditionalUNet};
pub use config::{Order, UNetConfig};
pub use original::OriginalOrder;
pub use unet::FilmUNet;
