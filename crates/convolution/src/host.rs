//! The passes on tensors that lie in the host's memory.

use std::borrow::Cow;

use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Flex, TensorMetadata};
use burn::tensor::TensorData;

use crate::geometry::Geometry;

/// The passes of a convolution on a backend's tensors; shapes as in [`Geometry`].
pub trait Passes: Backend {
    /// See [`forward`](crate::forward).
    fn forward(
        g: &Geometry,
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: Option<FloatTensor<Self>>,
    ) -> FloatTensor<Self>;

    /// See [`input_gradient`](crate::input_gradient).
    fn input_gradient(
        g: &Geometry,
        dy: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: Option<FloatTensor<Self>>,
    ) -> FloatTensor<Self>;

    /// See [`weight_gradient`](crate::weight_gradient).
    fn weight_gradient(
        g: &Geometry,
        x: FloatTensor<Self>,
        dy: FloatTensor<Self>,
    ) -> FloatTensor<Self>;

    /// The sum over images and pixels of each channel.
    fn bias_gradient(channels: usize, dy: FloatTensor<Self>) -> FloatTensor<Self>;
}

impl Passes for Flex {
    fn forward(
        g: &Geometry,
        x: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: Option<FloatTensor<Self>>,
    ) -> FloatTensor<Self> {
        let [height, width] = g.output();
        let y = crate::forward(
            g,
            &floats(&x),
            &floats(&weight),
            bias.as_ref().map(floats).as_deref(),
        );
        tensor(y, [g.batch, g.out_channels, height, width])
    }

    fn input_gradient(
        g: &Geometry,
        dy: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: Option<FloatTensor<Self>>,
    ) -> FloatTensor<Self> {
        let dx = crate::input_gradient(
            g,
            &floats(&dy),
            &floats(&weight),
            bias.as_ref().map(floats).as_deref(),
        );
        tensor(dx, [g.batch, g.in_channels, g.input[0], g.input[1]])
    }

    fn weight_gradient(
        g: &Geometry,
        x: FloatTensor<Self>,
        dy: FloatTensor<Self>,
    ) -> FloatTensor<Self> {
        let dw = crate::weight_gradient(g, &floats(&x), &floats(&dy));
        tensor(
            dw,
            [g.out_channels, g.in_per_group(), g.kernel[0], g.kernel[1]],
        )
    }

    fn bias_gradient(channels: usize, dy: FloatTensor<Self>) -> FloatTensor<Self> {
        let pixels: usize = dy.shape().iter().skip(2).product();
        tensor(
            crate::bias_gradient(channels, pixels, &floats(&dy)),
            [channels],
        )
    }
}

/// The floats of a tensor in row-major order, copied only if they lie in another.
fn floats(tensor: &FloatTensor<Flex>) -> Cow<'_, [f32]> {
    match tensor.as_slice::<f32>() {
        Some(floats) => Cow::Borrowed(floats),
        None => Cow::Owned(tensor.to_contiguous().storage::<f32>().to_vec()),
    }
}

fn tensor<const D: usize>(floats: Vec<f32>, shape: [usize; D]) -> FloatTensor<Flex> {
    FloatTensor::<Flex>::from_data(TensorData::new(floats, shape))
}
