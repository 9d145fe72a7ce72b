//! 3 × 3 convolutions by Winograd's minimal filtering F(2×2, 3×3): 16 products where the definition has 36.
//!
//! Tiles of 4 × 4 input pixels are transformed, channel by channel; at each of the 16 places the channels then meet in a product
//! of matrices; and its results are transformed back to 2 × 2 output pixels. Channels stand innermost, so every loop is
//! vectorised whatever the size of the image.

mod pixels;
#[expect(
    clippy::needless_range_loop,
    reason = "arrays of registers: loops over indices are unrolled, iterators are not always"
)]
mod product;
mod through;
#[expect(
    clippy::needless_range_loop,
    reason = "arrays of registers: loops over indices are unrolled, iterators are not always"
)]
mod tiles;
mod transform;
mod weights;

pub use weights::weight_gradient;

use crate::geometry::Geometry;

/// Pairs of channels below which the transforms cost more than the products save.
const PAIRS: usize = 32 * 32;

/// Output pixels of the batch below which the transform of the weights costs more than it saves.
const PIXELS: usize = 512;

/// Whether forward pass and gradient of the input can take this way, and gain by it.
pub fn suits(g: &Geometry) -> bool {
    let plain = g.kernel == [3, 3] && g.stride == [1, 1] && g.dilation == [1, 1] && g.groups == 1;
    let padding = g.padding.iter().all(|&(before, _)| before <= 2);
    let [height, width] = g.output();
    let pixels = g.batch * height * width;
    plain && padding && g.in_channels * g.out_channels >= PAIRS && pixels >= PIXELS
}

/// Whether the gradient of the weights can take this way, and gains by it.
pub fn suits_weights(g: &Geometry) -> bool {
    suits(g) && g.in_channels * g.out_channels >= 2 * PAIRS
}

/// See [`forward`](crate::forward).
pub fn forward(g: &Geometry, x: &[f32], weight: &[f32], bias: Option<&[f32]>) -> Vec<f32> {
    let tap =
        |output: usize, input: usize, at: usize| weight[(output * g.in_channels + input) * 9 + at];
    let pass = through::Pass::new(
        [g.in_channels, g.out_channels],
        [g.input, g.output()],
        g.padding.map(|(before, _)| before),
        tap,
    );
    pass.run(x, bias)
}

/// See [`input_gradient`](crate::input_gradient): the way forward through turned kernels.
pub fn input_gradient(g: &Geometry, dy: &[f32], weight: &[f32], bias: Option<&[f32]>) -> Vec<f32> {
    let tap = |input: usize, output: usize, at: usize| {
        weight[(output * g.in_channels + input) * 9 + 8 - at]
    };
    let pass = through::Pass::new(
        [g.out_channels, g.in_channels],
        [g.output(), g.input],
        g.padding.map(|(before, _)| 2 - before),
        tap,
    );
    pass.run(dy, bias)
}
