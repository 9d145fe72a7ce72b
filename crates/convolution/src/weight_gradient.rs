//! The gradient with respect to the weights.

use std::ops::Range;

use rayon::prelude::*;

use crate::geometry::Geometry;
use crate::pass::{Planes, fill_windows};
use crate::tile::{SLACK, SumOverPixels};
use crate::window::{Axis, Layout, Phases};
use crate::winograd;

/// `dw[m, c, k] = Σ_{n, o} dy[n, m, o] · x[n, c, o · stride + k · dilation - padding]`.
///
/// Shapes as in [`forward`](crate::forward). The batch is split over the threads and the parts are added in order:
/// the same number of threads gives the same bits.
pub fn weight_gradient(g: &Geometry, x: &[f32], dy: &[f32]) -> Vec<f32> {
    if winograd::suits_weights(g) {
        return winograd::weight_gradient(g, x, dy);
    }
    let phases = Phases::new(g);
    let [height, width] = g.output();
    let x = Planes {
        data: x,
        channels: g.in_channels,
        pixels: g.input[0] * g.input[1],
    };
    let dy = Planes {
        data: dy,
        channels: g.out_channels,
        pixels: height * width,
    };
    let part = g.batch.div_ceil(rayon::current_num_threads()).max(1);
    let parts: Vec<Vec<f32>> = (0..g.batch.div_ceil(part))
        .into_par_iter()
        .map(|index| {
            of_images(
                g,
                &phases,
                x,
                dy,
                index * part..g.batch.min((index + 1) * part),
            )
        })
        .collect();
    let mut parts = parts.into_iter();
    let taps = g.in_per_group() * g.kernel[0] * g.kernel[1];
    let mut total = parts
        .next()
        .unwrap_or_else(|| vec![0.0; g.out_channels * taps]);
    for part in parts {
        total
            .iter_mut()
            .zip(part)
            .for_each(|(total, part)| *total += part);
    }
    total
}

fn of_images(
    g: &Geometry,
    phases: &Phases,
    x: Planes,
    dy: Planes,
    images: Range<usize>,
) -> Vec<f32> {
    let layout = &phases.layout;
    let (inputs, outputs) = (g.in_per_group(), g.out_per_group());
    let offsets = phases.offsets(inputs);
    let taps = offsets.len();
    let mut sums = vec![0.0; g.out_channels * taps];
    let mut windows = vec![0.0; layout.floats(inputs * phases.windows.len())];
    let pixels = layout.plane();
    let pitch = pixels + SLACK;
    let mut rows = vec![0.0; outputs * pitch];
    for (group, sums) in sums.chunks_exact_mut(outputs * taps.max(1)).enumerate() {
        for first in images.clone().step_by(layout.images) {
            let block = first..images.end.min(first + layout.images);
            let channels = group * inputs..(group + 1) * inputs;
            fill_windows(
                &mut windows,
                &phases.windows,
                layout,
                x,
                channels,
                block.clone(),
            );
            fill_rows(
                &mut rows,
                pitch,
                layout,
                g.output(),
                dy,
                group * outputs,
                block.clone(),
            );
            let pixels = block.len() * layout.image;
            let (rows, source) = (rows.as_slice(), windows.as_slice());
            pulp::Arch::new().dispatch(SumOverPixels {
                rows,
                pitch,
                offsets: &offsets,
                source,
                pixels,
                sums,
            });
        }
    }
    sums
}

/// Lays the gradient's planes out like the windows, with zeros where the windows have padding.
fn fill_rows(
    rows: &mut [f32],
    pitch: usize,
    layout: &Layout,
    size: [usize; 2],
    dy: Planes,
    first_row: usize,
    images: Range<usize>,
) {
    let axes = size.map(|size| Axis {
        length: size,
        step: 1,
        start: 0,
        size,
    });
    for (row, plane) in rows.chunks_exact_mut(pitch).enumerate() {
        for (image, window) in images.clone().zip(plane.chunks_exact_mut(layout.image)) {
            crate::window::fill(window, layout, &axes, dy.plane(image, first_row + row));
        }
        plane[images.len() * layout.image..].fill(0.0);
    }
}
