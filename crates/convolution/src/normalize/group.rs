//! Group norm (arXiv 1803.08494): each group of channels of each image by its own moments.

use rayon::prelude::*;

use super::{Extent, Moments};
use crate::activation::{Activation, Function, for_each};
use crate::operation::{Floats, Operation};

/// Inputs: `x [batch, channels, pixels…]`, and γ and β `[channels]` or neither.
#[derive(Debug)]
pub struct GroupNormalization {
    /// Sizes of `x`.
    pub extent: Extent,
    /// The shape of `x`.
    pub shape: Vec<usize>,
    /// Groups, which divide the channels.
    pub groups: usize,
    /// What is added to variances.
    pub epsilon: f64,
    /// What follows.
    pub then: Activation,
}

/// γ and β of the channels of one group: one and zero where there are none.
#[derive(Clone, Copy)]
struct Parameters<'a>(Option<(&'a [f32], &'a [f32])>);

impl<'a> Parameters<'a> {
    fn of(inputs: &[&'a [f32]]) -> Self {
        Self(inputs.get(1).copied().zip(inputs.get(2).copied()))
    }

    fn at(self, channel: usize) -> (f32, f32) {
        self.0
            .map_or((1.0, 0.0), |(gamma, beta)| (gamma[channel], beta[channel]))
    }
}

impl GroupNormalization {
    fn members(&self) -> usize {
        self.extent.channels / self.groups
    }

    fn write(&self, f: impl Function, parameters: Parameters, x: &[f32], y: &mut [f32]) {
        let size = self.members() * self.extent.pixels;
        for (group, (y, x)) in y
            .chunks_exact_mut(size)
            .zip(x.chunks_exact(size))
            .enumerate()
        {
            let moments = Moments::of([x].into_iter());
            let planes = y
                .chunks_exact_mut(self.extent.pixels)
                .zip(x.chunks_exact(self.extent.pixels));
            for (member, (y, x)) in planes.enumerate() {
                let (gamma, beta) = parameters.at(group * self.members() + member);
                moments.line(self.epsilon, gamma, beta).write(f, x, y);
            }
        }
    }

    /// Writes `dx` of one image, and gives each channel's `[Σ dz, Σ dz · x̂]`.
    fn pull_back(
        &self,
        f: impl Function,
        parameters: Parameters,
        [x, dy]: [&[f32]; 2],
        dx: &mut [f32],
    ) -> Vec<[f64; 2]> {
        let (members, pixels) = (self.members(), self.extent.pixels);
        let size = members * pixels;
        let mut all = Vec::with_capacity(self.extent.channels);
        for (group, x) in x.chunks_exact(size).enumerate() {
            let moments = Moments::of([x].into_iter());
            let lines = (0..members).map(|member| {
                let (gamma, beta) = parameters.at(group * members + member);
                moments.line(self.epsilon, gamma, beta)
            });
            let dy = &dy[group * size..][..size];
            let planes = x.chunks_exact(pixels).zip(dy.chunks_exact(pixels));
            let sums: Vec<_> = lines
                .clone()
                .zip(planes.clone())
                .map(|(line, (x, dy))| line.sums(f, x, dy))
                .collect();
            let back = [0, 1].map(|at| {
                let weighted = lines
                    .clone()
                    .zip(&sums)
                    .map(|(line, sums)| f64::from(line.gamma) * sums[at]);
                (weighted.sum::<f64>() / size as f64) as f32
            });
            let dx = dx[group * size..][..size].chunks_exact_mut(pixels);
            for ((line, (x, dy)), dx) in lines.zip(planes).zip(dx) {
                line.pull_back(f, back, [x, dy], dx);
            }
            all.extend(sums);
        }
        all
    }
}

impl Operation for GroupNormalization {
    fn run(&self, inputs: &[&[f32]]) -> Floats {
        let (x, parameters) = (inputs[0], Parameters::of(inputs));
        let mut y = vec![0.0; x.len()];
        let size = self.extent.image();
        let images = y.par_chunks_mut(size).zip(x.par_chunks(size));
        images.for_each(|(y, x)| for_each!(self.then, f => self.write(f, parameters, x, y)));
        (y, self.shape.clone())
    }

    fn gradients(&self, inputs: &[&[f32]], dy: &[f32], wanted: &[bool]) -> Vec<Option<Vec<f32>>> {
        let (x, parameters) = (inputs[0], Parameters::of(inputs));
        let mut dx = vec![0.0; x.len()];
        let size = self.extent.image();
        let images = dx
            .par_chunks_mut(size)
            .zip(x.par_chunks(size))
            .zip(dy.par_chunks(size));
        let sums: Vec<Vec<[f64; 2]>> = images
            .map(|((dx, x), dy)| for_each!(self.then, f => self.pull_back(f, parameters, [x, dy], dx)))
            .collect();
        let column = |at: usize| {
            let of = |channel: usize| sums.iter().map(|sums| sums[channel][at]).sum::<f64>() as f32;
            (0..self.extent.channels).map(of).collect()
        };
        let parameters = wanted.iter().zip([0, 1, 0]).skip(1);
        std::iter::once(wanted[0].then_some(dx))
            .chain(parameters.map(|(wanted, at)| wanted.then(|| column(at))))
            .collect()
    }
}
