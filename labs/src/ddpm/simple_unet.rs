//! The network of this lab, given: a small U-Net with skip connections and a clock.

use burn::module::Module;
use burn::nn::conv::ConvTranspose2d;
use burn::nn::pool::MaxPool2dConfig;
use burn::tensor::{Device, Int, Tensor};
use convolution::{Convolve, Pool};
use training::Denoiser;

use super::layers::{Layer, conv1x1, conv3x3, doubling, learned, linear, norm, relu, run};

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
        let (w, d) = (self.width, device);
        SimpleUNet {
            time_embed: vec![linear(1, 4 * w, d), relu(), linear(4 * w, 4 * w, d)],
            enc1: DoubleConv::new(1, w, d),
            enc2: DoubleConv::new(w, 2 * w, d),
            enc3: DoubleConv::new(2 * w, 4 * w, d),
            bottleneck: DoubleConv::new(4 * w, 8 * w, d),
            up3: doubling(8 * w, 4 * w, d),
            dec3: DoubleConv::new(4 * w + 2 * w, 4 * w, d),
            up2: doubling(4 * w, 2 * w, d),
            dec2: DoubleConv::new(2 * w + w, 2 * w, d),
            r#final: vec![conv3x3(2 * w, w, d), norm(w, d), relu(), conv1x1(w, 1, d)],
            timesteps: self.timesteps,
        }
    }
}

/// ε_θ(x_t, t): three levels down, a bottleneck that is told the time, two levels up, each beside what the way down saw there.
///
/// Sides are halved twice on the way down, so height and width must be multiples of 4. The fields have PyTorch's names. Source: U-Net,
/// arXiv 1505.04597.
#[derive(Module, Debug)]
pub struct SimpleUNet {
    time_embed: Vec<Layer>,
    enc1: DoubleConv,
    enc2: DoubleConv,
    enc3: DoubleConv,
    bottleneck: DoubleConv,
    up3: ConvTranspose2d,
    dec3: DoubleConv,
    up2: ConvTranspose2d,
    dec2: DoubleConv,
    r#final: Vec<Layer>,
    timesteps: usize,
}

impl SimpleUNet {
    /// The noise in each image: `x_t` is `[batch, 1, height, width]`, `t` holds each image's own timestep, 1..=T, `[batch]`.
    pub fn forward(&self, x_t: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
        let fine = self.enc1.forward(x_t);
        let middle = self.enc2.forward(halved(fine.clone()));
        let coarse = self.enc3.forward(halved(middle.clone()));
        let deepest = self.with_time(self.bottleneck.forward(coarse), t);
        let up = self.up3.convolve(deepest);
        let up = self.dec3.forward(Tensor::cat(vec![up, middle], 1));
        let up = self.up2.convolve(up);
        let up = self.dec2.forward(Tensor::cat(vec![up, fine], 1));
        run(&self.r#final, up)
    }

    /// How many learned numbers the parts have, in the order of a pass: time embedding, three levels down, bottleneck, two levels up, head.
    pub fn parameters(&self) -> [usize; 8] {
        [
            learned(&self.time_embed),
            learned(&self.enc1),
            learned(&self.enc2),
            learned(&self.enc3),
            learned(&self.bottleneck),
            learned(&self.up3) + learned(&self.dec3),
            learned(&self.up2) + learned(&self.dec2),
            learned(&self.r#final),
        ]
    }

    /// The time is added to the first half of the channels. Both halves are joined to a new tensor: writing into `x` would change what
    /// the backward pass of the layer before still needs.
    fn with_time(&self, x: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
        let ([batch, channels, ..], half) = (x.dims(), x.dims()[1] / 2);
        let share = t.float().reshape([batch, 1, 1, 1]) / self.timesteps as f64;
        let time = run(&self.time_embed, share).reshape([batch, half, 1, 1]);
        let told = x.clone().narrow(1, 0, half) + time;
        Tensor::cat(vec![told, x.narrow(1, half, channels - half)], 1)
    }
}

impl Denoiser for SimpleUNet {
    fn epsilon(&self, x_t: Tensor<4>, t: Tensor<1, Int>) -> Tensor<4> {
        self.forward(x_t, t)
    }
}

/// Half the height and half the width: the largest of each 2 × 2 pixels.
fn halved(x: Tensor<4>) -> Tensor<4> {
    let pool = MaxPool2dConfig::new([2, 2]).with_strides([2, 2]);
    pool.init().pool(x)
}

/// Twice: 3 × 3 convolution, batch norm, ReLU.
#[derive(Module, Debug)]
struct DoubleConv {
    conv: Vec<Layer>,
}

impl DoubleConv {
    fn new(inputs: usize, outputs: usize, device: &Device) -> Self {
        let half = |inputs| {
            [
                conv3x3(inputs, outputs, device),
                norm(outputs, device),
                relu(),
            ]
        };
        Self {
            conv: [half(inputs), half(outputs)]
                .into_iter()
                .flatten()
                .collect(),
        }
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        run(&self.conv, x)
    }
}
