//! Batch norm (arXiv 1502.03167) in training: each channel by its moments over the batch.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::plane::Line;
use super::{Extent, Moments};
use crate::activation::{Activation, Function, for_each};
use crate::operation::{Floats, Operation};

/// Inputs: `x [batch, channels, pixels…]`, γ and β `[channels]`.
#[derive(Debug)]
pub struct BatchNormalization {
    /// Sizes of `x`.
    pub extent: Extent,
    /// The shape of `x`.
    pub shape: Vec<usize>,
    /// What is added to variances.
    pub epsilon: f64,
    /// What follows.
    pub then: Activation,
    /// Each channel's moments, from the forward pass.
    pub moments: Arc<OnceLock<Vec<Moments>>>,
}

impl BatchNormalization {
    fn lines(&self, inputs: &[&[f32]]) -> Vec<Line> {
        let moments = self.moments.get_or_init(|| {
            let of = |channel| Moments::of(self.extent.planes(inputs[0], channel));
            (0..self.extent.channels).into_par_iter().map(of).collect()
        });
        lines(moments, self.epsilon, inputs[1], inputs[2])
    }
}

/// The line of each channel.
pub fn lines(moments: &[Moments], epsilon: f64, gamma: &[f32], beta: &[f32]) -> Vec<Line> {
    let parameters = gamma.iter().zip(beta);
    let lines = moments.iter().zip(parameters);
    lines
        .map(|(moments, (&gamma, &beta))| moments.line(epsilon, gamma, beta))
        .collect()
}

/// Each channel along its line, then through the activation.
pub fn write(extent: &Extent, lines: &[Line], then: Activation, x: &[f32]) -> Vec<f32> {
    let mut y = vec![0.0; x.len()];
    let images = y
        .par_chunks_mut(extent.image())
        .zip(x.par_chunks(extent.image()));
    images.for_each(|(y, x)| {
        let planes = y
            .chunks_exact_mut(extent.pixels)
            .zip(x.chunks_exact(extent.pixels));
        for ((y, x), line) in planes.zip(lines) {
            for_each!(then, f => line.write(f, x, y));
        }
    });
    y
}

impl Operation for BatchNormalization {
    fn run(&self, inputs: &[&[f32]]) -> Floats {
        let lines = self.lines(inputs);
        (
            write(&self.extent, &lines, self.then, inputs[0]),
            self.shape.clone(),
        )
    }

    fn gradients(&self, inputs: &[&[f32]], dy: &[f32], wanted: &[bool]) -> Vec<Option<Vec<f32>>> {
        let lines = self.lines(inputs);
        for_each!(self.then, f => gradients(&self.extent, &lines, f, inputs[0], dy, wanted))
    }
}

fn gradients(
    extent: &Extent,
    lines: &[Line],
    f: impl Function,
    x: &[f32],
    dy: &[f32],
    wanted: &[bool],
) -> Vec<Option<Vec<f32>>> {
    let sums = |channel: usize| {
        let planes = extent.planes(x, channel).zip(extent.planes(dy, channel));
        planes.fold([0.0; 2], |[beta, gamma], (x, dy)| {
            let [more_beta, more_gamma] = lines[channel].sums(f, x, dy);
            [beta + more_beta, gamma + more_gamma]
        })
    };
    let sums: Vec<[f64; 2]> = (0..extent.channels).into_par_iter().map(sums).collect();
    let count = (extent.batch * extent.pixels) as f64;
    let dx = wanted[0].then(|| {
        let mut dx = vec![0.0; x.len()];
        let size = extent.image();
        let images = dx
            .par_chunks_mut(size)
            .zip(x.par_chunks(size))
            .zip(dy.par_chunks(size));
        images.for_each(|((dx, x), dy)| {
            let planes = dx
                .chunks_exact_mut(extent.pixels)
                .zip(x.chunks_exact(extent.pixels));
            let planes = planes.zip(dy.chunks_exact(extent.pixels));
            for (((dx, x), dy), (line, sums)) in planes.zip(lines.iter().zip(&sums)) {
                let back = sums.map(|sum| (f64::from(line.gamma) * sum / count) as f32);
                line.pull_back(f, back, [x, dy], dx);
            }
        });
        dx
    });
    let column = |at: usize| sums.iter().map(|sums| sums[at] as f32).collect();
    vec![
        dx,
        wanted[1].then(|| column(1)),
        wanted[2].then(|| column(0)),
    ]
}
