//! Convolutions on burn's tensors and layers.

use burn::nn::PaddingConfig2d;
use burn::nn::conv::{Conv2d, ConvTranspose2d};
use burn::tensor::Tensor;
use burn::tensor::module;
use burn::tensor::ops::{ConvOptions, ConvTransposeOptions};

use crate::convolution::Convolution;
use crate::geometry::Geometry;
use crate::graph::{apply, on_host};

/// burn's convolution layers, run by this crate where it can, and by burn elsewhere.
///
/// The layer stays burn's: same parameters, same records, same keys.
pub trait Convolve {
    /// What `forward` of the layer gives.
    fn convolve(&self, input: Tensor<4>) -> Tensor<4>;
}

impl Convolve for Conv2d {
    fn convolve(&self, input: Tensor<4>) -> Tensor<4> {
        let padding = match self.padding {
            PaddingConfig2d::Valid => [(0, 0), (0, 0)],
            PaddingConfig2d::Explicit(top, left, bottom, right) => [(top, bottom), (left, right)],
            PaddingConfig2d::Same => {
                let [_, _, height, width] = input.dims();
                let of = |axis: usize, size| {
                    same_padding(self.kernel_size[axis], self.stride[axis], size)
                };
                [of(0, height), of(1, width)]
            }
        };
        let options =
            ConvOptions::new_with_padding(self.stride, padding, self.dilation, self.groups);
        conv2d(
            input,
            self.weight.val(),
            self.bias.as_ref().map(|bias| bias.val()),
            options,
        )
    }
}

impl Convolve for ConvTranspose2d {
    fn convolve(&self, input: Tensor<4>) -> Tensor<4> {
        let options = ConvTransposeOptions::new(
            self.stride,
            self.padding,
            self.padding_out,
            self.dilation,
            self.groups,
        );
        conv_transpose2d(
            input,
            self.weight.val(),
            self.bias.as_ref().map(|bias| bias.val()),
            options,
        )
    }
}

/// burn's [`conv2d`](module::conv2d), faster on the CPU.
///
/// Shapes: `x [batch, in_channels, height, width]`, `weight [out_channels, in_channels / groups, kernel, kernel]`,
/// `bias [out_channels]`. Tensors that are not f32 on the CPU take burn's own path.
pub fn conv2d(
    x: Tensor<4>,
    weight: Tensor<4>,
    bias: Option<Tensor<1>>,
    options: ConvOptions<2>,
) -> Tensor<4> {
    let ([batch, in_channels, height, width], [out_channels, in_per_group, rows, columns]) =
        (x.dims(), weight.dims());
    let geometry = Geometry {
        batch,
        groups: options.groups,
        in_channels,
        out_channels,
        input: [height, width],
        kernel: [rows, columns],
        stride: options.stride,
        padding: options.padding,
        dilation: options.dilation,
    };
    if !geometry.is_sound() || geometry.in_per_group() != in_per_group {
        return module::conv2d(x, weight, bias, options);
    }
    run(x, weight, bias, geometry, false, |x, weight, bias| {
        module::conv2d(x, weight, bias, options)
    })
}

/// burn's [`conv_transpose2d`](module::conv_transpose2d), faster on the CPU.
///
/// Shapes: `x [batch, in_channels, height, width]`, `weight [in_channels, out_channels / groups, kernel, kernel]`,
/// `bias [out_channels]`. Tensors that are not f32 on the CPU take burn's own path.
pub fn conv_transpose2d(
    x: Tensor<4>,
    weight: Tensor<4>,
    bias: Option<Tensor<1>>,
    options: ConvTransposeOptions<2>,
) -> Tensor<4> {
    let ([batch, in_channels, height, width], [_, out_per_group, rows, columns]) =
        (x.dims(), weight.dims());
    let mut geometry = Geometry {
        batch,
        groups: options.groups,
        in_channels: out_per_group * options.groups,
        out_channels: in_channels,
        input: [0, 0],
        kernel: [rows, columns],
        stride: options.stride,
        padding: options.padding.map(|padding| (padding, padding)),
        dilation: options.dilation,
    };
    geometry.input = geometry.transposed([height, width], options.padding_out);
    if !geometry.is_sound() || geometry.output() != [height, width] {
        return module::conv_transpose2d(x, weight, bias, options);
    }
    run(x, weight, bias, geometry, true, |x, weight, bias| {
        module::conv_transpose2d(x, weight, bias, options)
    })
}

fn run(
    x: Tensor<4>,
    weight: Tensor<4>,
    bias: Option<Tensor<1>>,
    geometry: Geometry,
    transposed: bool,
    fallback: impl FnOnce(Tensor<4>, Tensor<4>, Option<Tensor<1>>) -> Tensor<4>,
) -> Tensor<4> {
    if !on_host(&x) {
        return fallback(x, weight, bias);
    }
    let bias = bias.map(|bias| bias.into_dispatch());
    let inputs = [x.into_dispatch(), weight.into_dispatch()]
        .into_iter()
        .chain(bias);
    apply(
        inputs.collect(),
        Convolution {
            geometry,
            transposed,
        },
    )
}

/// Zeros before and after one axis, so that the output has one pixel for each `stride` pixels begun. As burn: dilation is
/// not counted, and an odd zero stands at the end.
fn same_padding(kernel: usize, stride: usize, size: usize) -> (usize, usize) {
    let covered = size.div_ceil(stride).saturating_sub(1) * stride + kernel;
    let padding = covered.saturating_sub(size);
    (padding / 2, padding.div_ceil(2))
}
