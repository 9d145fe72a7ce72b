//! The convolution itself.

use crate::geometry::Geometry;
use crate::pass::{Group, Packed, Pass, Planes, Target, run};
use crate::window::Phases;
use crate::winograd;

/// `out[n, m, o] = bias[m] + Σ_{c, k} weight[m, c, k] · x[n, c, o · stride + k · dilation - padding]`.
///
/// Shapes: `x [batch, in_channels, height, width]`, `weight [out_channels, in_channels / groups, kernel, kernel]`,
/// `bias [out_channels]`; the result is `[batch, out_channels, height', width']`.
pub fn forward(g: &Geometry, x: &[f32], weight: &[f32], bias: Option<&[f32]>) -> Vec<f32> {
    if winograd::suits(g) {
        return winograd::forward(g, x, weight, bias);
    }
    let output = g.output();
    let mut result = vec![0.0; g.batch * g.out_channels * output[0] * output[1]];
    let source = Planes {
        data: x,
        channels: g.in_channels,
        pixels: g.input[0] * g.input[1],
    };
    let phases = Phases::new(g);
    let taps = g.in_per_group() * g.kernel[0] * g.kernel[1];
    for group in 0..g.groups {
        let first_row = group * g.out_per_group();
        let packed = Packed::new(g.out_per_group(), taps, |row, tap| {
            weight[(first_row + row) * taps + tap]
        });
        let target = Target {
            count: output,
            start: [0, 0],
            step: [1, 1],
            size: output,
        };
        let pass = Pass {
            weights: packed,
            offsets: phases.offsets(g.in_per_group()),
            target,
        };
        let channels = group * g.in_per_group()..(group + 1) * g.in_per_group();
        let group = Group {
            windows: &phases.windows,
            layout: phases.layout,
            channels,
            first_row,
            passes: vec![pass],
        };
        run(&group, source, bias, &mut result, g.out_channels);
    }
    result
}
