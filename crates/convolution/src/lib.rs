//! Layers of a U-Net on the CPU, vectorised, with gradients: convolutions, norms with their activation, max-pooling.
//!
//! A direct convolution copies the source once into *windows*, zero-padded planes in which a tap of the kernel is a fixed
//! offset; then a tile of the result sums over taps with the pixels in vector registers. Strides split the source (or the
//! result) into phases, dilations only move offsets, and nothing is unfolded into columns. Kernels of 3 × 3 with many channels
//! go by Winograd's algorithm, which needs fewer products.

mod activation;
mod bias;
mod convolution;
mod elementwise;
mod forward;
mod geometry;
mod graph;
mod input_gradient;
mod layers;
mod normalize;
mod operation;
mod pass;
mod pool;
mod tile;
mod weight_gradient;
mod window;
mod winograd;

pub use activation::Activation;
pub use bias::bias_gradient;
pub use forward::forward;
pub use geometry::Geometry;
pub use input_gradient::input_gradient;
pub use layers::{Convolve, conv_transpose2d, conv2d};
pub use normalize::Normalize;
pub use pool::Pool;
pub use weight_gradient::weight_gradient;
