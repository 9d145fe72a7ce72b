//! The gradient with respect to the input, which is also the transposed convolution.

use crate::geometry::Geometry;
use crate::pass::{Group, Packed, Pass, Planes, Target, run};
use crate::window::{Axis, Layout};
use crate::winograd;

/// `dx[n, c, i] = bias[c] + Σ_{m, k, o: o · stride + k · dilation - padding = i} weight[m, c, k] · dy[n, m, o]`.
///
/// Shapes as in [`forward`](crate::forward); `bias` (`[in_channels]`) is what a transposed convolution adds.
/// Inputs that lie a stride's phase apart meet different taps: each phase is a pass of its own.
pub fn input_gradient(g: &Geometry, dy: &[f32], weight: &[f32], bias: Option<&[f32]>) -> Vec<f32> {
    if winograd::suits(g) {
        return winograd::input_gradient(g, dy, weight, bias);
    }
    let output = g.output();
    let mut result = vec![0.0; g.batch * g.in_channels * g.input[0] * g.input[1]];
    let source = Planes {
        data: dy,
        channels: g.out_channels,
        pixels: output[0] * output[1],
    };
    let axes = [0, 1].map(|axis| phases(g, axis));
    let window = [0, 1].map(|axis| window(&axes[axis], output[axis]));
    let reach = [0, 1].map(|axis| {
        axes[axis]
            .iter()
            .flat_map(|phase| &phase.taps)
            .map(|tap| tap.1)
            .max()
            .unwrap_or(0)
    });
    let layout = Layout::new(&[window], reach).for_batch(g.batch, g.out_per_group());
    for group in 0..g.groups {
        let passes = axes[0]
            .iter()
            .flat_map(|down| axes[1].iter().map(move |right| [down, right]));
        let passes = passes
            .map(|phases| pass(g, group, phases, &window, &layout, weight))
            .collect();
        let channels = group * g.out_per_group()..(group + 1) * g.out_per_group();
        let first_row = group * g.in_per_group();
        let group = Group {
            windows: &[window],
            layout,
            channels,
            first_row,
            passes,
        };
        run(&group, source, bias, &mut result, g.in_channels);
    }
    result
}

/// The inputs `i · stride + phase - padding` of one axis.
struct Phase {
    /// The first `i` whose input exists.
    first: isize,
    /// How many there are.
    count: usize,
    /// The input of `first`.
    start: usize,
    /// Taps of the kernel that reach these inputs: tap, and how many outputs before `i` it reads.
    taps: Vec<(usize, usize)>,
}

fn phases(g: &Geometry, axis: usize) -> Vec<Phase> {
    let (stride, padding, size) = (g.stride[axis], g.padding[axis].0, g.input[axis]);
    let phase = |phase: usize| {
        let first = (padding as isize - phase as isize).div_euclid(stride as isize)
            + isize::from((padding as isize - phase as isize).rem_euclid(stride as isize) != 0);
        let start = (first * stride as isize + phase as isize - padding as isize) as usize;
        let count = size.saturating_sub(start).div_ceil(stride);
        let taps = (0..g.kernel[axis]).filter(|tap| tap * g.dilation[axis] % stride == phase);
        let taps = taps
            .map(|tap| (tap, tap * g.dilation[axis] / stride))
            .collect();
        Phase {
            first,
            count,
            start,
            taps,
        }
    };
    (0..stride)
        .map(phase)
        .filter(|phase| phase.count > 0)
        .collect()
}

/// The window on the output's gradient that holds what every phase reads.
fn window(phases: &[Phase], size: usize) -> Axis {
    let deepest = |phase: &Phase| phase.taps.iter().map(|tap| tap.1).max().unwrap_or(0) as isize;
    let start = phases
        .iter()
        .map(|phase| phase.first - deepest(phase))
        .min()
        .unwrap_or(0);
    let end = phases
        .iter()
        .map(|phase| phase.first + phase.count as isize)
        .max()
        .unwrap_or(start);
    Axis {
        length: (end - start) as usize,
        step: 1,
        start,
        size,
    }
}

fn pass(
    g: &Geometry,
    group: usize,
    [down, right]: [&Phase; 2],
    window: &[Axis; 2],
    layout: &Layout,
    weight: &[f32],
) -> Pass {
    let outputs = g.out_per_group();
    let taps = down
        .taps
        .iter()
        .flat_map(|down| right.taps.iter().map(move |right| (*down, *right)));
    let taps: Vec<_> = (0..outputs)
        .flat_map(|row| taps.clone().map(move |taps| (row, taps)))
        .collect();
    let shift = |phase: &Phase, axis: usize, back: usize| {
        (phase.first - window[axis].start) as usize - back
    };
    let offsets = taps.iter().map(|&(row, ((_, up), (_, left)))| {
        row * layout.plane() + shift(down, 0, up) * layout.row + shift(right, 1, left)
    });
    let weights = Packed::new(g.in_per_group(), taps.len(), |channel, tap| {
        let (row, ((i, _), (j, _))) = taps[tap];
        let row = group * outputs + row;
        weight[((row * g.in_per_group() + channel) * g.kernel[0] + i) * g.kernel[1] + j]
    });
    let target = Target {
        count: [down.count, right.count],
        start: [down.start, right.start],
        step: g.stride,
        size: g.input,
    };
    Pass {
        weights,
        offsets: offsets.collect(),
        target,
    }
}
