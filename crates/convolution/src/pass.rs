//! One pass over a batch: windows on the source, sums over taps, rows of the result.

use rayon::prelude::*;

use crate::tile::{Rows, SLACK, SumOverTaps};
use crate::window::{Axis, Layout, fill};

/// Weights of several tiles of rows: `[tile][tap][row of the tile]`, zero where rows are missing.
pub struct Packed {
    weights: Vec<f32>,
    tile: usize,
    taps: usize,
    rows: usize,
}

impl Packed {
    /// Packs `weight(row, tap)`.
    pub fn new(rows: usize, taps: usize, weight: impl Fn(usize, usize) -> f32) -> Packed {
        let tile = pulp::Arch::new().dispatch(Rows);
        let mut weights = vec![0.0; rows.next_multiple_of(tile) * taps];
        for (first, weights) in (0..rows)
            .step_by(tile)
            .zip(weights.chunks_exact_mut(tile * taps.max(1)))
        {
            for (tap, weights) in weights.chunks_exact_mut(tile).enumerate() {
                weights
                    .iter_mut()
                    .zip(first..rows)
                    .for_each(|(to, row)| *to = weight(row, tap));
            }
        }
        Packed {
            weights,
            tile,
            taps,
            rows,
        }
    }
}

/// What one pass writes: pixels of the result at `start + i · step` on each axis.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Pixels that the pass computes, down and across.
    pub count: [usize; 2],
    /// The first of them in the result.
    pub start: [usize; 2],
    /// From one to the next.
    pub step: [usize; 2],
    /// Height and width of the result.
    pub size: [usize; 2],
}

/// Taps of one group with the pixels they produce.
pub struct Pass {
    /// The weights of the group's rows.
    pub weights: Packed,
    /// Where each tap begins in the windows.
    pub offsets: Vec<usize>,
    /// Which pixels come out.
    pub target: Target,
}

/// Windows on the channels of one group, and the passes over them.
pub struct Group<'a> {
    /// Windows on each channel.
    pub windows: &'a [[Axis; 2]],
    /// How they lie in memory.
    pub layout: Layout,
    /// First channel of the source, and how many.
    pub channels: std::ops::Range<usize>,
    /// First channel of the result.
    pub first_row: usize,
    /// What to compute.
    pub passes: Vec<Pass>,
}

/// Planes of a batch, `[batch][channel][pixels]`.
#[derive(Clone, Copy)]
pub struct Planes<'a> {
    /// The floats.
    pub data: &'a [f32],
    /// Channels per image.
    pub channels: usize,
    /// Floats per channel.
    pub pixels: usize,
}

impl<'a> Planes<'a> {
    /// One channel of one image.
    pub fn plane(&self, image: usize, channel: usize) -> &'a [f32] {
        &self.data[(image * self.channels + channel) * self.pixels..][..self.pixels]
    }
}

/// Fills the windows of all channels for the images from `first` on.
pub fn fill_windows(
    windows: &mut [f32],
    axes: &[[Axis; 2]],
    layout: &Layout,
    source: Planes,
    channels: std::ops::Range<usize>,
    images: std::ops::Range<usize>,
) {
    let mut planes = windows.chunks_exact_mut(layout.plane());
    for channel in channels {
        for axes in axes {
            let window = planes.next().expect("one window per channel and phase");
            for (image, window) in images.clone().zip(window.chunks_exact_mut(layout.image)) {
                fill(window, layout, axes, source.plane(image, channel));
            }
        }
    }
}

/// Runs the passes of a group over every image: `result` is `[batch][out_channels][pixels]`.
pub fn run(
    group: &Group,
    source: Planes,
    bias: Option<&[f32]>,
    result: &mut [f32],
    out_channels: usize,
) {
    let layout = &group.layout;
    let Some(first) = group.passes.first() else {
        return;
    };
    let per_image = out_channels * first.target.size[0] * first.target.size[1];
    let windows = layout.floats(group.channels.len() * group.windows.len());
    result
        .par_chunks_mut(per_image * layout.images)
        .enumerate()
        .for_each_init(
            || vec![0.0; windows],
            |windows, (block, result)| {
                let first_image = block * layout.images;
                let images = first_image..first_image + result.len() / per_image;
                fill_windows(
                    windows,
                    group.windows,
                    layout,
                    source,
                    group.channels.clone(),
                    images.clone(),
                );
                for pass in &group.passes {
                    pass.run(
                        windows,
                        layout,
                        images.len(),
                        bias,
                        group.first_row,
                        result,
                        out_channels,
                    );
                }
            },
        );
}

impl Pass {
    #[expect(
        clippy::too_many_arguments,
        reason = "one call, from the loop over blocks"
    )]
    fn run(
        &self,
        windows: &[f32],
        layout: &Layout,
        images: usize,
        bias: Option<&[f32]>,
        first_row: usize,
        result: &mut [f32],
        out_channels: usize,
    ) {
        let Packed {
            weights,
            tile,
            taps,
            rows,
        } = &self.weights;
        let pixels = (images - 1) * layout.image + self.target.count[0] * layout.row;
        let pitch = pixels.next_multiple_of(SLACK);
        let mut out = vec![0.0; tile * pitch];
        let arch = pulp::Arch::new();
        for (first, weights) in (0..*rows)
            .step_by(*tile)
            .zip(weights.chunks_exact(tile * taps.max(&1)))
        {
            arch.dispatch(SumOverTaps {
                weights,
                offsets: &self.offsets,
                source: windows,
                pixels,
                out: &mut out,
                pitch,
            });
            for (row, out) in (first..*rows).zip(out.chunks_exact(pitch)) {
                let row = first_row + row;
                let bias = bias.map_or(0.0, |bias| bias[row]);
                for image in 0..images {
                    let size = self.target.size[0] * self.target.size[1];
                    let plane = &mut result[(image * out_channels + row) * size..][..size];
                    self.target
                        .write(plane, &out[image * layout.image..], layout.row, bias);
                }
            }
        }
    }
}

impl Target {
    fn write(&self, plane: &mut [f32], sums: &[f32], row: usize, bias: f32) {
        let [height, width] = self.count;
        for (i, sums) in sums.chunks(row).take(height).enumerate() {
            let from = (self.start[0] + i * self.step[0]) * self.size[1] + self.start[1];
            let to = plane[from..].iter_mut().step_by(self.step[1]).take(width);
            to.zip(sums).for_each(|(to, sum)| *to = sum + bias);
        }
    }
}
