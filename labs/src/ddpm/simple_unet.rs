//! The network of this lab, given: a small U-Net with skip connections and a clock.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig, ConvTranspose2d, ConvTranspose2dConfig};
use burn::nn::pool::MaxPool2dConfig;
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Int, Tensor};
use convolution::Convolve;

/// Sizes of a [`SimpleUNet`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SimpleUNetConfig {
    /// Channels of the first level; the deeper ones have 2, 4 and 8 times as many. 32 in the original.
    pub width: usize,
    /// T of the schedule: the network sees t/T.
    pub timesteps: usize,
}

impl SimpleUNetConfig {
    /// A network with fresh weights.
    pub fn init(self, device: &Device) -> SimpleUNet {
        let w = self.width;
        SimpleUNet {
            time_embed: TimeEmbedding::new(4 * w, device),
            enc1: DoubleConv::new(1, w, device),
            enc2: DoubleConv::new(w, 2 * w, device),
            enc3: DoubleConv::new(2 * w, 4 * w, device),
            bottleneck: DoubleConv::new(4 * w, 8 * w, device),
            up3: doubling(8 * w, 4 * w, device),
            dec3: DoubleConv::new(4 * w + 2 * w, 4 * w, device),
            up2: doubling(4 * w, 2 * w, device),
            dec2: DoubleConv::new(2 * w + w, 2 * w, device),
            head: Head::new(2 * w, w, device),
            timesteps: self.timesteps,
        }
    }
}

/// ε_θ(x_t, t): three levels down, a bottleneck that is told the time, two levels up, each beside what the way down saw there.
///
/// Sides are halved twice on the way down, so height and width must be multiples of 4. Source: U-Net, arXiv 1505.04597.
#[derive(Module, Debug)]
pub struct SimpleUNet {
    time_embed: TimeEmbedding,
    enc1: DoubleConv,
    enc2: DoubleConv,
    enc3: DoubleConv,
    bottleneck: DoubleConv,
    up3: ConvTranspose2d,
    dec3: DoubleConv,
    up2: ConvTranspose2d,
    dec2: DoubleConv,
    head: Head,
    timesteps: usize,
}

impl SimpleUNet {
    /// The noise in each image: `x_t` is `[batch, 1, height, width]`, `t` holds each image's own timestep, 1..=T, `[batch]`.
    pub fn forward(&self, x_t: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
        let fine = self.enc1.forward(x_t);
        let middle = self.enc2.forward(halved(fine.clone()));
        let coarse = self.enc3.forward(halved(middle.clone()));
        let deepest = self.with_time(self.bottleneck.forward(coarse), t);
        let up = Tensor::cat(vec![self.up3.convolve(deepest), middle], 1);
        let up = self.up2.convolve(self.dec3.forward(up));
        self.head
            .forward(self.dec2.forward(Tensor::cat(vec![up, fine], 1)))
    }

    /// The time is added to the first half of the channels. Both halves are joined to a new tensor: writing into `x` would change what
    /// the backward pass of the layer before still needs.
    fn with_time(&self, x: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
        let share = t.float().unsqueeze_dim::<2>(1) / self.timesteps as f64;
        let time: Tensor<4> = self.time_embed.forward(share).unsqueeze_dims(&[2, 3]);
        let half = time.dims()[1];
        let (told, rest) = (x.clone().narrow(1, 0, half), x.narrow(1, half, half));
        Tensor::cat(vec![told + time, rest], 1)
    }
}

/// Half the height and half the width: the largest of each 2 × 2 pixels.
fn halved(x: Tensor<4>) -> Tensor<4> {
    MaxPool2dConfig::new([2, 2])
        .with_strides([2, 2])
        .init()
        .forward(x)
}

/// Twice the height and twice the width, by a transposed convolution.
fn doubling(inputs: usize, outputs: usize, device: &Device) -> ConvTranspose2d {
    ConvTranspose2dConfig::new([inputs, outputs], [2, 2])
        .with_stride([2, 2])
        .init(device)
}

fn conv3x3(inputs: usize, outputs: usize, device: &Device) -> Conv2d {
    Conv2dConfig::new([inputs, outputs], [3, 3])
        .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
        .init(device)
}

/// Twice: 3 × 3 convolution, batch norm, ReLU.
#[derive(Module, Debug)]
struct DoubleConv {
    conv: DoubleConvLayers,
}

/// The layers are numbered as in PyTorch's `Sequential`, where each ReLU has a number, too.
#[derive(Module, Debug)]
struct DoubleConvLayers {
    layer0: Conv2d,
    layer1: BatchNorm,
    layer3: Conv2d,
    layer4: BatchNorm,
}

impl DoubleConv {
    fn new(inputs: usize, outputs: usize, device: &Device) -> Self {
        Self {
            conv: DoubleConvLayers {
                layer0: conv3x3(inputs, outputs, device),
                layer1: BatchNormConfig::new(outputs).init(device),
                layer3: conv3x3(outputs, outputs, device),
                layer4: BatchNormConfig::new(outputs).init(device),
            },
        }
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let x = relu(self.conv.layer1.forward(self.conv.layer0.convolve(x)));
        relu(self.conv.layer4.forward(self.conv.layer3.convolve(x)))
    }
}

/// t/T, one number, to a vector: linear, ReLU, linear.
#[derive(Module, Debug)]
struct TimeEmbedding {
    layer0: Linear,
    layer2: Linear,
}

impl TimeEmbedding {
    fn new(size: usize, device: &Device) -> Self {
        Self {
            layer0: LinearConfig::new(1, size).init(device),
            layer2: LinearConfig::new(size, size).init(device),
        }
    }

    fn forward(&self, share: Tensor<2>) -> Tensor<2> {
        self.layer2.forward(relu(self.layer0.forward(share)))
    }
}

/// 3 × 3 convolution, batch norm, ReLU, and a 1 × 1 convolution to one channel.
#[derive(Module, Debug)]
struct Head {
    layer0: Conv2d,
    layer1: BatchNorm,
    layer3: Conv2d,
}

impl Head {
    fn new(inputs: usize, hidden: usize, device: &Device) -> Self {
        Self {
            layer0: conv3x3(inputs, hidden, device),
            layer1: BatchNormConfig::new(hidden).init(device),
            layer3: Conv2dConfig::new([hidden, 1], [1, 1]).init(device),
        }
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let x = relu(self.layer1.forward(self.layer0.convolve(x)));
        self.layer3.convolve(x)
    }
}
