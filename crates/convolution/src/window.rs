//! Copies of the source in which every tap of the kernel is a shifted view, so that no tap asks where the image ends.

use crate::geometry::Geometry;
use crate::tile::SLACK;

/// One axis of a window: entry `i` is the source at `i · step + start`, or zero outside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axis {
    /// Entries, with the reach of the taps.
    pub length: usize,
    /// Source entries from one entry to the next.
    pub step: usize,
    /// Source index of entry 0; negative in the padding.
    pub start: isize,
    /// Entries of the source.
    pub size: usize,
}

impl Axis {
    /// The entries that lie inside of the source.
    fn inside(&self) -> std::ops::Range<usize> {
        let before = (-self.start).max(0) as usize;
        let first = before.div_ceil(self.step).min(self.length);
        let room = self.size as isize - self.start;
        let end = (room.max(0) as usize).div_ceil(self.step).min(self.length);
        first..end.max(first)
    }

    fn source(&self, entry: usize) -> usize {
        ((entry * self.step) as isize + self.start) as usize
    }

    /// Zeros at the end that may double as the zeros at the next line's beginning.
    fn shared_zeros(&self, reach: usize) -> usize {
        let inside = self.inside();
        inside.start.min(self.length - inside.end).min(reach)
    }
}

/// How the windows of a block of images lie in memory: `[plane][image][row][column]`.
#[derive(Debug, Clone, Copy)]
pub struct Layout {
    /// Floats from one row to the next.
    pub row: usize,
    /// Floats from one image to the next.
    pub image: usize,
    /// Images in a block.
    pub images: usize,
    /// Floats that a tap may read beyond the last plane.
    pub beyond: usize,
}

impl Layout {
    /// The tightest layout of windows with these axes (`[vertical, horizontal]`) when taps reach that far.
    pub fn new(windows: &[[Axis; 2]], reach: [usize; 2]) -> Layout {
        let pitch = |axis: usize| {
            let length = windows
                .iter()
                .map(|window| window[axis].length)
                .max()
                .unwrap_or(0);
            let shared = windows
                .iter()
                .map(|window| window[axis].shared_zeros(reach[axis]))
                .min();
            length - shared.unwrap_or(0)
        };
        let row = pitch(1);
        let beyond = reach[0] * row + reach[1] + SLACK;
        Layout {
            row,
            image: pitch(0) * row,
            images: 1,
            beyond,
        }
    }

    /// As many images per block as make small images worth a tile while `planes` windows stay in the cache, and no
    /// more than there are for each thread.
    pub fn for_batch(mut self, batch: usize, planes: usize) -> Layout {
        let fair = batch.div_ceil(rayon::current_num_threads()).max(1);
        let cached = CACHED / (self.image * planes).max(1);
        self.images = (PIXELS / self.image.max(1)).min(cached).clamp(1, fair);
        self
    }

    /// Floats from one plane to the next.
    pub fn plane(&self) -> usize {
        self.image * self.images
    }

    /// Floats of that many planes, with what lies beyond the last.
    pub fn floats(&self, planes: usize) -> usize {
        planes * self.plane() + self.beyond
    }
}

/// Pixels that a block should have, so that the last, partly filled tile costs little.
const PIXELS: usize = 1024;

/// Floats of windows that a block may fill: 1 MiB, about the second-level cache.
const CACHED: usize = 256 * 1024;

/// Copies one plane of one image into its window; the rest of the window must be zero already.
pub fn fill(window: &mut [f32], layout: &Layout, axes: &[Axis; 2], plane: &[f32]) {
    let [vertical, horizontal] = axes;
    let columns = horizontal.inside();
    if columns.is_empty() {
        return;
    }
    for row in vertical.inside() {
        let from = &plane[vertical.source(row) * horizontal.size..][..horizontal.size];
        let from = &from[horizontal.source(columns.start)..];
        let to = &mut window[row * layout.row..][columns.clone()];
        if horizontal.step == 1 {
            to.copy_from_slice(&from[..to.len()]);
        } else {
            to.iter_mut()
                .zip(from.iter().step_by(horizontal.step))
                .for_each(|(to, from)| *to = *from);
        }
    }
}

/// Where the taps of a kernel find their pixels when the input is split by the stride's phases.
#[derive(Debug, Clone)]
pub struct Phases {
    /// Windows on one input channel, one per phase.
    pub windows: Vec<[Axis; 2]>,
    /// Of each tap: its phase, and its shift in rows and columns there.
    pub taps: Vec<(usize, [usize; 2])>,
    /// The layout that all windows share.
    pub layout: Layout,
}

impl Phases {
    /// The windows of a forward pass: output pixel `o` and tap `k` meet at `o · stride + k · dilation - padding`.
    pub fn new(g: &Geometry) -> Phases {
        let output = g.output();
        let split = |axis: usize, tap: usize| {
            let reach = tap * g.dilation[axis];
            (reach % g.stride[axis], reach / g.stride[axis])
        };
        let reach = [0, 1].map(|axis| {
            (0..g.kernel[axis])
                .map(|tap| split(axis, tap).1)
                .max()
                .unwrap_or(0)
        });
        let axis = |axis: usize, phase: usize| Axis {
            length: output[axis] + reach[axis],
            step: g.stride[axis],
            start: phase as isize - g.padding[axis].0 as isize,
            size: g.input[axis],
        };
        let (mut phases, mut taps) = (Vec::new(), Vec::new());
        for (row, column) in
            (0..g.kernel[0]).flat_map(|row| (0..g.kernel[1]).map(move |column| (row, column)))
        {
            let ((row, down), (column, right)) = (split(0, row), split(1, column));
            let phase = phases
                .iter()
                .position(|phase| *phase == (row, column))
                .unwrap_or_else(|| {
                    phases.push((row, column));
                    phases.len() - 1
                });
            taps.push((phase, [down, right]));
        }
        let windows: Vec<_> = phases
            .iter()
            .map(|&(row, column)| [axis(0, row), axis(1, column)])
            .collect();
        let layout =
            Layout::new(&windows, reach).for_batch(g.batch, g.in_per_group() * windows.len());
        Phases {
            windows,
            taps,
            layout,
        }
    }

    /// Where each tap of each channel begins, in the order of the weights: `[channel][row][column]`.
    pub fn offsets(&self, channels: usize) -> Vec<usize> {
        let of_channel = |channel: usize| {
            self.taps.iter().map(move |&(phase, [down, right])| {
                (channel * self.windows.len() + phase) * self.layout.plane()
                    + down * self.layout.row
                    + right
            })
        };
        (0..channels).flat_map(of_channel).collect()
    }
}
