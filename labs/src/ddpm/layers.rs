//! Layers one after the other, as in PyTorch's `Sequential`, and what [`super::SimpleUNet`] is made of.

use burn::module::{Module, ModuleVisitor, Param};
use burn::nn::conv::{Conv2d, Conv2dConfig, ConvTranspose2d, ConvTranspose2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig, PaddingConfig2d, Relu};
use burn::tensor::{Device, Tensor};
use convolution::{Activation, Convolve, Normalize};

/// One layer of a stack. A stack's layers are numbered from 0, those without weights too, and so are PyTorch's.
#[derive(Module, Debug)]
pub enum Layer {
    /// A convolution.
    Conv(Conv2d),
    /// Each channel to mean 0 and variance 1, then scaled and shifted.
    Norm(BatchNorm),
    /// Along the last axis.
    Linear(Linear),
    /// max(x, 0).
    Relu(Relu),
}

/// What a stack makes of `x`. A norm and the ReLU behind it are one operation.
pub fn run(layers: &[Layer], mut x: Tensor<4>) -> Tensor<4> {
    let mut layers = layers.iter().peekable();
    while let Some(layer) = layers.next() {
        x = match layer {
            Layer::Conv(layer) => layer.convolve(x),
            Layer::Linear(layer) => layer.forward(x),
            Layer::Relu(layer) => layer.forward(x),
            Layer::Norm(layer) => {
                let relu = layers.next_if(|next| matches!(next, Layer::Relu(_)));
                let then = relu.map_or(Activation::Identity, |_| Activation::Relu);
                layer.normalize(x, then)
            }
        };
    }
    x
}

/// 3 × 3, keeps height and width.
pub fn conv3x3(inputs: usize, outputs: usize, device: &Device) -> Layer {
    let same = PaddingConfig2d::Explicit(1, 1, 1, 1);
    let config = Conv2dConfig::new([inputs, outputs], [3, 3]).with_padding(same);
    Layer::Conv(config.init(device))
}

/// 1 × 1: mixes the channels of each pixel.
pub fn conv1x1(inputs: usize, outputs: usize, device: &Device) -> Layer {
    Layer::Conv(Conv2dConfig::new([inputs, outputs], [1, 1]).init(device))
}

/// Batch norm.
pub fn norm(channels: usize, device: &Device) -> Layer {
    Layer::Norm(BatchNormConfig::new(channels).init(device))
}

/// A linear layer with bias.
pub fn linear(inputs: usize, outputs: usize, device: &Device) -> Layer {
    Layer::Linear(LinearConfig::new(inputs, outputs).init(device))
}

/// ReLU.
pub fn relu() -> Layer {
    Layer::Relu(Relu::new())
}

/// Twice the height and twice the width, by a transposed convolution.
pub fn doubling(inputs: usize, outputs: usize, device: &Device) -> ConvTranspose2d {
    let config = ConvTranspose2dConfig::new([inputs, outputs], [2, 2]).with_stride([2, 2]);
    config.init(device)
}

/// Numbers that training changes; running statistics of a norm are not among them.
pub fn learned<M: Module>(part: &M) -> usize {
    #[derive(Default)]
    struct Count {
        numbers: usize,
        running: bool,
    }
    impl ModuleVisitor for Count {
        fn enter_module(&mut self, name: &str, _: &str) {
            self.running |= name.starts_with("running_");
        }

        fn exit_module(&mut self, name: &str, _: &str) {
            self.running &= !name.starts_with("running_");
        }

        fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
            if !self.running {
                self.numbers += param.shape().num_elements();
            }
        }
    }
    let mut count = Count::default();
    part.visit(&mut count);
    count.numbers
}
