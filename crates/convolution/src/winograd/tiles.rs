//! Tiles of an image, and the transforms of many of them.

use pulp::{Simd, WithSimd};

use super::transform::{PLACES, of_input, of_output, to_output};

/// An image with the channels innermost, cut into tiles that give 2 × 2 output pixels each.
#[derive(Debug, Clone, Copy)]
pub struct Image {
    /// Height and width.
    pub size: [usize; 2],
    /// Floats of a pixel.
    pub pitch: usize,
    /// Zeros above and to the left.
    pub padding: [usize; 2],
}

impl Image {
    /// Where a pixel's channels begin; none beyond the border.
    #[inline(always)]
    fn pixel(&self, [row, column]: [usize; 2]) -> Option<usize> {
        let (row, column) = (
            row.wrapping_sub(self.padding[0]),
            column.wrapping_sub(self.padding[1]),
        );
        (row < self.size[0] && column < self.size[1])
            .then(|| (row * self.size[1] + column) * self.pitch)
    }
}

/// Transforms tiles of an image: `out[place][tile][channel]`.
pub struct Transform<'a> {
    /// Its shape.
    pub image: Image,
    /// `[row][column][channel]`.
    pub pixels: &'a [f32],
    /// The first tile's row and how many rows of tiles.
    pub rows: std::ops::Range<usize>,
    /// Tiles in a row.
    pub columns: usize,
    /// Where the first tile goes.
    pub out: &'a mut [f32],
    /// Floats from one place to the next.
    pub place: usize,
    /// Whether 2 × 2 pixels of a gradient are transformed, not 4 × 4 pixels of an input.
    pub gradient: bool,
}

impl WithSimd for Transform<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let mut tile = 0;
        for row in self.rows.clone() {
            for column in 0..self.columns {
                if self.gradient {
                    self.gradient(simd, tile, [row, column]);
                } else {
                    self.input(simd, tile, [row, column]);
                }
                tile += 1;
            }
        }
    }
}

impl Transform<'_> {
    #[inline(always)]
    fn input<S: Simd>(&mut self, simd: S, tile: usize, [row, column]: [usize; 2]) {
        let mut from = [[None; 4]; 4];
        for i in 0..4 {
            for j in 0..4 {
                from[i][j] = self.image.pixel([2 * row + i, 2 * column + j]);
            }
        }
        for channel in (0..self.image.pitch).step_by(S::F32_LANES) {
            let mut pixels = [[simd.splat_f32s(0.0); 4]; 4];
            for i in 0..4 {
                for j in 0..4 {
                    pixels[i][j] = load(simd, self.pixels, from[i][j], channel);
                }
            }
            self.store::<S>(of_input(simd, pixels), tile, channel);
        }
    }

    #[inline(always)]
    fn gradient<S: Simd>(&mut self, simd: S, tile: usize, [row, column]: [usize; 2]) {
        let mut from = [[None; 2]; 2];
        for i in 0..2 {
            for j in 0..2 {
                from[i][j] = self.image.pixel([2 * row + i, 2 * column + j]);
            }
        }
        for channel in (0..self.image.pitch).step_by(S::F32_LANES) {
            let mut pixels = [[simd.splat_f32s(0.0); 2]; 2];
            for i in 0..2 {
                for j in 0..2 {
                    pixels[i][j] = load(simd, self.pixels, from[i][j], channel);
                }
            }
            self.store::<S>(of_output(simd, pixels), tile, channel);
        }
    }

    #[inline(always)]
    fn store<S: Simd>(&mut self, places: [[S::f32s; 4]; 4], tile: usize, channel: usize) {
        for i in 0..4 {
            for j in 0..4 {
                let at = (4 * i + j) * self.place + tile * self.image.pitch + channel;
                S::as_mut_simd_f32s(&mut self.out[at..][..S::F32_LANES]).0[0] = places[i][j];
            }
        }
    }
}

#[inline(always)]
fn load<S: Simd>(simd: S, floats: &[f32], from: Option<usize>, channel: usize) -> S::f32s {
    match from {
        Some(at) => S::as_simd_f32s(&floats[at + channel..][..S::F32_LANES]).0[0],
        None => simd.splat_f32s(0.0),
    }
}

/// Transforms the products of tiles back to pixels of an image.
pub struct Back<'a> {
    /// The result's shape.
    pub image: Image,
    /// `[row][column][channel]`.
    pub pixels: &'a mut [f32],
    /// Rows of tiles.
    pub rows: std::ops::Range<usize>,
    /// Tiles in a row.
    pub columns: usize,
    /// `[place][tile][channel]`.
    pub products: &'a [f32],
    /// Floats from one place to the next.
    pub place: usize,
}

impl WithSimd for Back<'_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: Simd>(mut self, simd: S) {
        let mut tile = 0;
        for row in self.rows.clone() {
            for column in 0..self.columns {
                self.tile(simd, tile, [row, column]);
                tile += 1;
            }
        }
    }
}

impl Back<'_> {
    #[inline(always)]
    fn tile<S: Simd>(&mut self, simd: S, tile: usize, [row, column]: [usize; 2]) {
        for channel in (0..self.image.pitch).step_by(S::F32_LANES) {
            let mut places = [[simd.splat_f32s(0.0); 4]; 4];
            for i in 0..4 {
                for j in 0..4 {
                    let at = (4 * i + j) * self.place + tile * self.image.pitch;
                    places[i][j] = load(simd, self.products, Some(at), channel);
                }
            }
            let pixels = to_output(simd, places);
            for i in 0..2 {
                for j in 0..2 {
                    if let Some(at) = self.image.pixel([2 * row + i, 2 * column + j]) {
                        let to = &mut self.pixels[at + channel..][..S::F32_LANES];
                        S::as_mut_simd_f32s(to).0[0] = pixels[i][j];
                    }
                }
            }
        }
    }
}

/// How many tiles are worked on at once: their transforms, of `channels` channels in all, fill about the second-level cache.
pub fn at_once(channels: usize) -> usize {
    (CACHED / (PLACES * channels)).clamp(32, 512)
}

/// Floats: 1 MiB.
const CACHED: usize = 256 * 1024;
