//! A convolution, or a transposed one, as a differentiable operation.

use crate::geometry::Geometry;
use crate::operation::{Floats, Operation};
use crate::{bias_gradient, forward, input_gradient, weight_gradient};

/// Inputs: `x`, the weight and, if there is one, the bias.
///
/// `transposed` runs the geometry backwards: `x` has the shape of its output, the result that of its input.
#[derive(Debug)]
pub struct Convolution {
    /// The shape.
    pub geometry: Geometry,
    /// Which way.
    pub transposed: bool,
}

impl Convolution {
    fn through(
        &self,
        transposed: bool,
        x: &[f32],
        weight: &[f32],
        bias: Option<&[f32]>,
    ) -> Vec<f32> {
        match transposed {
            false => forward(&self.geometry, x, weight, bias),
            true => input_gradient(&self.geometry, x, weight, bias),
        }
    }

    fn result(&self) -> [usize; 4] {
        let g = &self.geometry;
        let (channels, [height, width]) = match self.transposed {
            false => (g.out_channels, g.output()),
            true => (g.in_channels, g.input),
        };
        [g.batch, channels, height, width]
    }
}

impl Operation for Convolution {
    fn run(&self, inputs: &[&[f32]]) -> Floats {
        let bias = inputs.get(2).copied();
        let result = self.through(self.transposed, inputs[0], inputs[1], bias);
        (result, self.result().to_vec())
    }

    fn gradients(&self, inputs: &[&[f32]], dy: &[f32], wanted: &[bool]) -> Vec<Option<Vec<f32>>> {
        let (x, weight) = (inputs[0], inputs[1]);
        let [_, channels, height, width] = self.result();
        let dx = wanted[0].then(|| self.through(!self.transposed, dy, weight, None));
        let dw = wanted[1].then(|| match self.transposed {
            false => weight_gradient(&self.geometry, x, dy),
            true => weight_gradient(&self.geometry, dy, x),
        });
        let db = wanted
            .get(2)
            .map(|wanted| wanted.then(|| bias_gradient(channels, height * width, dy)));
        [Some(dx), Some(dw), db].into_iter().flatten().collect()
    }
}
