//! A U-Net of residual blocks: group norm, SiLU, a scale and a shift from the time, strided convolutions, added skips.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig, ConvTranspose2d, ConvTranspose2dConfig};
use burn::nn::{GroupNorm, GroupNormConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::activation::silu;
use burn::tensor::{Device, Tensor};
use convolution::Activation;

use crate::path::Path;

/// Numbers in the time embedding.
const EMBEDDING: usize = 128;

fn padded(channels: [usize; 2], kernel: usize, stride: usize, device: &Device) -> Conv2d {
    Conv2dConfig::new(channels, [kernel; 2])
        .with_stride([stride; 2])
        .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
        .init(device)
}

fn doubling(channels: [usize; 2], device: &Device) -> ConvTranspose2d {
    ConvTranspose2dConfig::new(channels, [4, 4])
        .with_stride([2, 2])
        .with_padding([1, 1])
        .init(device)
}

#[derive(Module, Debug)]
struct Block {
    norms: [GroupNorm; 2],
    convs: [Conv2d; 2],
    time: [Linear; 2],
    skip: Conv2d,
}

impl Block {
    fn new([inputs, out]: [usize; 2], groups: usize, device: &Device) -> Block {
        Block {
            norms: [inputs, out]
                .map(|channels| GroupNormConfig::new(groups, channels).init(device)),
            convs: [inputs, out].map(|channels| padded([channels, out], 3, 1, device)),
            time: [EMBEDDING, 2 * out].map(|from| LinearConfig::new(from, 2 * out).init(device)),
            skip: Conv2dConfig::new([inputs, out], [1, 1]).init(device),
        }
    }

    fn forward(&self, x: Tensor<4>, embedding: Tensor<2>, path: Path) -> Tensor<4> {
        let h = path.norm(&self.norms[0], x.clone(), Activation::Silu);
        let h = path.conv(&self.convs[0], h);
        let film = self.time[1].forward(silu(self.time[0].forward(embedding)));
        let film: Tensor<4> = film.unsqueeze_dims(&[2, 3]);
        let (scale, shift) = {
            let mut halves = film.chunk(2, 1);
            (halves.remove(0), halves.remove(0))
        };
        let h = path.norm(&self.norms[1], h, Activation::Identity) * (scale + 1.0) + shift;
        path.conv(&self.convs[1], path.activate(h, Activation::Silu)) + path.conv(&self.skip, x)
    }
}

/// The network, with three widths.
#[derive(Module, Debug)]
pub struct Film {
    first: Conv2d,
    downs: [Conv2d; 2],
    encoders: [Block; 2],
    middle: Block,
    ups: [ConvTranspose2d; 2],
    decoders: [Block; 2],
    norm: GroupNorm,
    last: Conv2d,
}

impl Film {
    /// Random weights.
    pub fn new([a, b, c]: [usize; 3], groups: usize, device: &Device) -> Film {
        let block = |channels| Block::new(channels, groups, device);
        Film {
            first: padded([1, a], 3, 1, device),
            downs: [padded([a, a], 4, 2, device), padded([b, b], 4, 2, device)],
            encoders: [block([a, a]), block([a, b])],
            middle: block([b, c]),
            ups: [doubling([c, b], device), doubling([a, a], device)],
            decoders: [block([b, a]), block([a, a])],
            norm: GroupNormConfig::new(groups, a).init(device),
            last: padded([a, 1], 3, 1, device),
        }
    }

    /// Noise predicted for `x [batch, 1, 28, 28]` at `t [batch, 1]`, a share of the timesteps.
    pub fn forward(&self, x: Tensor<4>, t: Tensor<2>, path: Path) -> Tensor<4> {
        let e = t.repeat_dim(1, EMBEDDING).sin();
        let fine = self.encoders[0].forward(path.conv(&self.first, x), e.clone(), path);
        let coarse = path.conv(&self.downs[0], fine.clone());
        let coarse = self.encoders[1].forward(coarse, e.clone(), path);
        let h = path.conv(&self.downs[1], coarse.clone());
        let h = self.middle.forward(h, e.clone(), path);
        let h = path.up(&self.ups[0], h) + coarse;
        let h = self.decoders[0].forward(h, e.clone(), path);
        let h = path.up(&self.ups[1], h) + fine;
        let h = self.decoders[1].forward(h, e, path);
        path.conv(&self.last, path.norm(&self.norm, h, Activation::Silu))
    }
}
