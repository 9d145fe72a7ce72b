//! Max-pooling by windows that tile the image.

use burn::nn::PaddingConfig2d;
use burn::nn::pool::MaxPool2d;
use burn::tensor::Tensor;
use rayon::prelude::*;

use crate::graph::{apply, on_host};
use crate::operation::{Floats, Operation};

/// burn's max-pooling, run by this crate where it can, and by burn elsewhere.
pub trait Pool {
    /// What `forward` of the layer gives.
    fn pool(&self, x: Tensor<4>) -> Tensor<4>;
}

impl Pool for MaxPool2d {
    fn pool(&self, x: Tensor<4>) -> Tensor<4> {
        let [batch, channels, height, width] = x.dims();
        let window = self.kernel_size;
        let plain = matches!(
            self.padding,
            PaddingConfig2d::Valid | PaddingConfig2d::Explicit(0, 0, 0, 0)
        );
        let tiles = self.stride == window && self.dilation == [1, 1] && !self.ceil_mode;
        let fits = window
            .iter()
            .zip([height, width])
            .all(|(&window, size)| window > 0 && window <= size);
        if !(plain && tiles && fits && batch * channels > 0 && on_host(&x)) {
            return self.forward(x);
        }
        let operation = MaxPool {
            planes: [batch, channels],
            size: [height, width],
            window,
        };
        apply(vec![x.into_dispatch()], operation)
    }
}

#[derive(Debug)]
struct MaxPool {
    planes: [usize; 2],
    size: [usize; 2],
    window: [usize; 2],
}

impl MaxPool {
    fn output(&self) -> [usize; 2] {
        [0, 1].map(|axis| self.size[axis] / self.window[axis])
    }

    /// Calls `visit` with the index of each output pixel and of its largest input pixel.
    #[inline(always)]
    fn largest(
        &self,
        [down, across]: [usize; 2],
        plane: &[f32],
        mut visit: impl FnMut(usize, usize),
    ) {
        let (width, [rows, columns]) = (self.size[1], self.output());
        for (row, pixels) in plane.chunks_exact(down * width).take(rows).enumerate() {
            for column in 0..columns {
                let mut best = column * across;
                for i in 0..down {
                    for at in (0..across).map(|j| i * width + column * across + j) {
                        // As burn and PyTorch: the first of equals, and NaN beats numbers.
                        if pixels[at] > pixels[best] || pixels[at].is_nan() {
                            best = at;
                        }
                    }
                }
                visit(row * columns + column, row * down * width + best);
            }
        }
    }

    fn visit(&self, plane: &[f32], visit: impl FnMut(usize, usize)) {
        match self.window {
            [2, 2] => self.largest([2, 2], plane, visit),
            window => self.largest(window, plane, visit),
        }
    }
}

impl Operation for MaxPool {
    fn run(&self, inputs: &[&[f32]]) -> Floats {
        let ([batch, channels], [rows, columns]) = (self.planes, self.output());
        let mut y = vec![0.0; batch * channels * rows * columns];
        let planes = y.par_chunks_mut(rows * columns);
        let planes = planes.zip(inputs[0].par_chunks(self.size[0] * self.size[1]));
        planes.for_each(|(y, x)| self.visit(x, |to, from| y[to] = x[from]));
        (y, vec![batch, channels, rows, columns])
    }

    fn gradients(&self, inputs: &[&[f32]], dy: &[f32], wanted: &[bool]) -> Vec<Option<Vec<f32>>> {
        let ([rows, columns], size) = (self.output(), self.size[0] * self.size[1]);
        let mut dx = vec![0.0; if wanted[0] { inputs[0].len() } else { 0 }];
        let planes = dx.par_chunks_mut(size).zip(inputs[0].par_chunks(size));
        let planes = planes.zip(dy.par_chunks(rows * columns));
        planes.for_each(|((dx, x), dy)| self.visit(x, |from, to| dx[to] = dy[from]));
        vec![wanted[0].then_some(dx)]
    }
}
