//! A pass through transformed weights: the forward one and, with turned weights, the gradient of the input.

use std::ops::Range;

use rayon::prelude::*;

use super::pixels::{gather, padded, scatter};
use super::product::Product;
use super::tiles::{Back, Image, Transform, at_once};
use super::transform::{PLACES, of_weight};

/// `result[n, m, o] = bias[m] + Σ_{c, k} weight[m, c, k] · x[n, c, o + k - padding]`, with the weights transformed.
pub struct Pass {
    channels: [usize; 2],
    source: Image,
    target: Image,
    /// `[place][input channel][output channel]`.
    weights: Vec<f32>,
}

/// `[place][input channel][output channel]`, with channels padded to `pitches`.
fn transformed(
    [inputs, outputs]: [usize; 2],
    pitches: [usize; 2],
    tap: impl Fn(usize, usize, usize) -> f32 + Sync,
) -> Vec<f32> {
    let mut weights = vec![0.0; PLACES * pitches[0] * pitches[1]];
    let mut places: Vec<_> = weights
        .chunks_exact_mut(pitches[0] * pitches[1])
        .map(|place| place.chunks_exact_mut(pitches[1]))
        .collect();
    // The rows of one input channel stand far apart, one at each place.
    let rows: Vec<Vec<&mut [f32]>> = (0..inputs)
        .map(|_| places.iter_mut().filter_map(Iterator::next).collect())
        .collect();
    rows.into_par_iter()
        .enumerate()
        .for_each(|(input, mut rows)| {
            for output in 0..outputs {
                let row = |i: usize| std::array::from_fn(|j| tap(output, input, 3 * i + j));
                let kernel = of_weight(std::array::from_fn(row));
                for (row, value) in rows.iter_mut().zip(kernel.as_flattened()) {
                    row[output] = *value;
                }
            }
        });
    weights
}

#[derive(Default)]
struct Buffers {
    source: Vec<f32>,
    target: Vec<f32>,
    tiles: Vec<f32>,
    products: Vec<f32>,
}

impl Pass {
    /// `channels` are those of `x` and of the result, `sizes` their heights and widths, `padding` the zeros above and to the left.
    /// `tap(m, c, k)` is a weight, with taps counted row by row.
    pub fn new(
        channels: [usize; 2],
        sizes: [[usize; 2]; 2],
        padding: [usize; 2],
        tap: impl Fn(usize, usize, usize) -> f32 + Sync,
    ) -> Pass {
        let source = Image {
            size: sizes[0],
            pitch: padded(channels[0]),
            padding,
        };
        let target = Image {
            size: sizes[1],
            pitch: padded(channels[1]),
            padding: [0, 0],
        };
        let weights = transformed(channels, [source.pitch, target.pitch], tap);
        Pass {
            channels,
            source,
            target,
            weights,
        }
    }

    /// The result.
    pub fn run(&self, x: &[f32], bias: Option<&[f32]>) -> Vec<f32> {
        let images = [self.source, self.target];
        let floats = [0, 1]
            .map(|side: usize| images[side].size[0] * images[side].size[1] * self.channels[side]);
        let mut result = vec![0.0; x.len() / floats[0] * floats[1]];
        let images = self.images_at_once();
        let blocks = result
            .par_chunks_mut(images * floats[1])
            .zip(x.par_chunks(images * floats[0]));
        blocks.for_each_init(Buffers::default, |buffers, (result, x)| {
            self.block(buffers, x, bias, floats, result);
        });
        result
    }

    fn grid(&self) -> [usize; 2] {
        self.target.size.map(|size| size.div_ceil(2))
    }

    fn at_once(&self) -> usize {
        at_once(self.source.pitch + self.target.pitch)
    }

    /// Small images are joined until they have tiles enough.
    fn images_at_once(&self) -> usize {
        let [rows, columns] = self.grid();
        (self.at_once() / (rows * columns)).max(1)
    }

    /// Some images: `floats` are those of one image of `x` and of the result.
    fn block(
        &self,
        buffers: &mut Buffers,
        x: &[f32],
        bias: Option<&[f32]>,
        floats: [usize; 2],
        result: &mut [f32],
    ) {
        let [rows, columns] = self.grid();
        let pixels = [self.source, self.target].map(|image| image.size[0] * image.size[1]);
        let images = result.len() / floats[1];
        let sizes = [pixels[0] * self.source.pitch, pixels[1] * self.target.pitch];
        buffers.source.resize(images * sizes[0], 0.0);
        buffers.target.resize(images * sizes[1], 0.0);
        for (x, to) in x
            .chunks_exact(floats[0])
            .zip(buffers.source.chunks_exact_mut(sizes[0]))
        {
            gather(x, pixels[0], self.source.pitch, to);
        }
        let band = (self.at_once() / columns).max(1);
        if images > 1 {
            self.tiles(buffers, images, 0..rows, sizes);
        } else {
            for first in (0..rows).step_by(band) {
                self.tiles(buffers, 1, first..rows.min(first + band), sizes);
            }
        }
        for (from, to) in buffers
            .target
            .chunks_exact(sizes[1])
            .zip(result.chunks_exact_mut(floats[1]))
        {
            scatter(from, pixels[1], self.target.pitch, bias, to);
        }
    }

    /// These rows of tiles of each image.
    fn tiles(&self, buffers: &mut Buffers, images: usize, rows: Range<usize>, sizes: [usize; 2]) {
        let [_, columns] = self.grid();
        let (arch, each) = (pulp::Arch::new(), rows.len() * columns);
        let pitches = [self.source.pitch, self.target.pitch];
        let places = pitches.map(|pitch| images * each * pitch);
        buffers.tiles.resize(PLACES * places[0], 0.0);
        buffers.products.resize(PLACES * places[1], 0.0);
        for (image, pixels) in buffers.source.chunks_exact(sizes[0]).enumerate() {
            arch.dispatch(Transform {
                image: self.source,
                pixels,
                rows: rows.clone(),
                columns,
                out: &mut buffers.tiles[image * each * pitches[0]..],
                place: places[0],
                gradient: false,
            });
        }
        let weights = self.weights.chunks_exact(pitches[0] * pitches[1]);
        let products = buffers.products.chunks_exact_mut(places[1]).take(PLACES);
        let tiles = buffers.tiles.chunks_exact(places[0]);
        for ((out, a), b) in products.zip(tiles).zip(weights) {
            arch.dispatch(Product {
                a,
                steps: [pitches[0], 1],
                rows: images * each,
                b,
                depth: pitches[0],
                pitch: pitches[1],
                out,
                add: false,
            });
        }
        for (image, pixels) in buffers.target.chunks_exact_mut(sizes[1]).enumerate() {
            arch.dispatch(Back {
                image: self.target,
                pixels,
                rows: rows.clone(),
                columns,
                products: &buffers.products[image * each * pitches[1]..],
                place: places[1],
            });
        }
    }
}
