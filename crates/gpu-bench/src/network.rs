//! A U-Net of two convolutions per level: batch norm, max-pool, transposed convolutions, concatenated skips.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig, ConvTranspose2d, ConvTranspose2dConfig};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor};

use convolution::Convolve;

/// Convolution, batch norm, ReLU, twice.
#[derive(Module, Debug)]
struct Twice {
    convs: [Conv2d; 2],
    norms: [BatchNorm; 2],
}

impl Twice {
    fn new(inputs: usize, outputs: usize, device: &Device) -> Twice {
        let padding = PaddingConfig2d::Explicit(1, 1, 1, 1);
        let conv = |inputs| {
            Conv2dConfig::new([inputs, outputs], [3, 3])
                .with_padding(padding.clone())
                .init(device)
        };
        let norm = || BatchNormConfig::new(outputs).init(device);
        Twice {
            convs: [conv(inputs), conv(outputs)],
            norms: [norm(), norm()],
        }
    }

    fn forward(&self, x: Tensor<4>) -> Tensor<4> {
        let layers = self.convs.iter().zip(&self.norms);
        layers.fold(x, |x, (conv, norm)| relu(norm.forward(conv.convolve(x))))
    }
}

/// The network, with widths `b`, `2b`, `4b` and a bottleneck of `8b`.
#[derive(Module, Debug)]
pub struct Capstone {
    time: [Linear; 2],
    down: [Twice; 3],
    bottleneck: Twice,
    ups: [ConvTranspose2d; 2],
    decoders: [Twice; 2],
    last: Conv2d,
    last_norm: BatchNorm,
    head: Conv2d,
    pool: MaxPool2d,
}

impl Capstone {
    /// Random weights.
    pub fn new(b: usize, device: &Device) -> Capstone {
        let twice = |inputs, outputs| Twice::new(inputs, outputs, device);
        let up = |inputs, outputs| {
            ConvTranspose2dConfig::new([inputs, outputs], [2, 2])
                .with_stride([2, 2])
                .init(device)
        };
        let padding = PaddingConfig2d::Explicit(1, 1, 1, 1);
        Capstone {
            time: [(1, 4 * b), (4 * b, 4 * b)]
                .map(|(from, to)| LinearConfig::new(from, to).init(device)),
            down: [twice(1, b), twice(b, 2 * b), twice(2 * b, 4 * b)],
            bottleneck: twice(4 * b, 8 * b),
            ups: [up(8 * b, 4 * b), up(4 * b, 2 * b)],
            decoders: [twice(6 * b, 4 * b), twice(3 * b, 2 * b)],
            last: Conv2dConfig::new([2 * b, b], [3, 3])
                .with_padding(padding)
                .init(device),
            last_norm: BatchNormConfig::new(b).init(device),
            head: Conv2dConfig::new([b, 1], [1, 1]).init(device),
            pool: MaxPool2dConfig::new([2, 2]).with_strides([2, 2]).init(),
        }
    }

    /// Noise predicted for `x [batch, 1, 28, 28]` at `t [batch, 1]`, a share of the timesteps.
    pub fn forward(&self, x: Tensor<4>, t: Tensor<2>) -> Tensor<4> {
        let time = self.time[1].forward(relu(self.time[0].forward(t)));
        let [batch, channels] = time.dims();
        let first = self.down[0].forward(x);
        let second = self.down[1].forward(self.pool.forward(first.clone()));
        let third = self.down[2].forward(self.pool.forward(second.clone()));
        let deep = self.bottleneck.forward(third);
        let padding = Tensor::zeros([batch, channels, 1, 1], &deep.device());
        let deep = deep + Tensor::cat(vec![time.reshape([batch, channels, 1, 1]), padding], 1);
        let up = self.ups[0].convolve(deep);
        let up = self.decoders[0].forward(Tensor::cat(vec![up, second], 1));
        let up = self.ups[1].convolve(up);
        let up = self.decoders[1].forward(Tensor::cat(vec![up, first], 1));
        let last = relu(self.last_norm.forward(self.last.convolve(up)));
        self.head.convolve(last)
    }
}
