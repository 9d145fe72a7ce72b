//! The gradient of the weights.

use std::ops::Range;

use rayon::prelude::*;

use super::pixels::{gather, padded};
use super::product::Product;
use super::tiles::{Image, Transform, at_once};
use super::transform::{PLACES, to_weight};
use crate::geometry::Geometry;

/// See [`weight_gradient`](crate::weight_gradient): sums of products of transformed tiles, transformed back at the end.
///
/// The batch is split over the threads and the parts are added in order: the same number of threads gives the same bits.
pub fn weight_gradient(g: &Geometry, x: &[f32], dy: &[f32]) -> Vec<f32> {
    let part = g.batch.div_ceil(rayon::current_num_threads()).max(1);
    let sizes = [x.len() / g.batch, dy.len() / g.batch];
    let parts = x
        .par_chunks(part * sizes[0])
        .zip(dy.par_chunks(part * sizes[1]));
    let parts: Vec<_> = parts.map(|(x, dy)| of_images(g, x, dy)).collect();
    let mut parts = parts.into_iter();
    let mut total = parts.next().unwrap_or_default();
    for part in parts {
        total
            .iter_mut()
            .zip(part)
            .for_each(|(total, part)| *total += part);
    }
    let (rows, pitch) = (padded(g.out_channels), padded(g.in_channels));
    let mut dw = vec![0.0; 9 * g.out_channels * g.in_channels];
    let of_rows = dw.par_chunks_mut(9 * g.in_channels).enumerate();
    of_rows.for_each(|(row, dw)| {
        for (column, dw) in dw.chunks_exact_mut(9).enumerate() {
            let place = |at: usize| total[(at * rows + row) * pitch + column];
            let places = std::array::from_fn(|i| std::array::from_fn(|j| place(4 * i + j)));
            dw.copy_from_slice(to_weight(places).as_flattened());
        }
    });
    dw
}

/// `[place][output channel][input channel]`: the gradient of the transformed weights.
fn of_images(g: &Geometry, x: &[f32], dy: &[f32]) -> Vec<f32> {
    let input = Image {
        size: g.input,
        pitch: padded(g.in_channels),
        padding: [g.padding[0].0, g.padding[1].0],
    };
    let output = Image {
        size: g.output(),
        pitch: padded(g.out_channels),
        padding: [0, 0],
    };
    let mut sides = Sides {
        images: [input, output],
        pixels: [input, output].map(|image| vec![0.0; image.size[0] * image.size[1] * image.pitch]),
        tiles: [Vec::new(), Vec::new()],
        sums: vec![0.0; PLACES * input.pitch * output.pitch],
        limit: at_once(input.pitch + output.pitch),
        filled: 0,
    };
    let area = |[height, width]: [usize; 2]| height * width;
    let sizes = [
        g.in_channels * area(g.input),
        g.out_channels * area(g.output()),
    ];
    for (x, dy) in x.chunks_exact(sizes[0]).zip(dy.chunks_exact(sizes[1])) {
        sides.image(x, dy);
    }
    sides.multiply();
    sides.sums
}

/// Inputs and gradients of tiles that wait to be multiplied.
struct Sides {
    images: [Image; 2],
    pixels: [Vec<f32>; 2],
    tiles: [Vec<f32>; 2],
    sums: Vec<f32>,
    limit: usize,
    filled: usize,
}

impl Sides {
    fn image(&mut self, x: &[f32], dy: &[f32]) {
        for (side, planes) in [x, dy].into_iter().enumerate() {
            let Image { size, pitch, .. } = self.images[side];
            gather(planes, size[0] * size[1], pitch, &mut self.pixels[side]);
        }
        let [rows, columns] = self.images[1].size.map(|size| size.div_ceil(2));
        let room = self.limit.max(columns);
        let mut first = 0;
        while first < rows {
            if self.filled + columns > room {
                self.multiply();
            }
            let band = ((room - self.filled) / columns).min(rows - first);
            self.transform(first..first + band, columns, room);
            first += band;
        }
    }

    fn transform(&mut self, rows: Range<usize>, columns: usize, room: usize) {
        for side in [0, 1] {
            let image = self.images[side];
            let place = room * image.pitch;
            self.tiles[side].resize(PLACES * place, 0.0);
            pulp::Arch::new().dispatch(Transform {
                image,
                pixels: &self.pixels[side],
                rows: rows.clone(),
                columns,
                out: &mut self.tiles[side][self.filled * image.pitch..],
                place,
                gradient: side == 1,
            });
        }
        self.filled += rows.len() * columns;
    }

    fn multiply(&mut self) {
        let pitches = self.images.map(|image| image.pitch);
        let places = [0, 1].map(|side| self.tiles[side].len() / PLACES);
        if self.filled == 0 {
            return;
        }
        for (place, out) in self
            .sums
            .chunks_exact_mut(pitches[0] * pitches[1])
            .enumerate()
        {
            pulp::Arch::new().dispatch(Product {
                a: &self.tiles[1][place * places[1]..],
                steps: [1, pitches[1]],
                rows: pitches[1],
                b: &self.tiles[0][place * places[0]..],
                depth: self.filled,
                pitch: pitches[0],
                out,
                add: true,
            });
        }
        self.filled = 0;
    }
}
