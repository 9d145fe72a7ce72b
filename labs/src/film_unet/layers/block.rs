use burn::module::Module;
use burn::nn::activation::SiLU;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::{GroupNorm, GroupNormConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::{Device, Tensor};

use super::{Order, UNetConfig};

/// The layers of a residual block, from `in` to `out` channels. Fields are named as in PyTorch's `state_dict`.
#[derive(Module, Debug)]
pub struct ResidualBlock {
    /// Normalises the input's channels, in groups.
    pub norm1: GroupNorm,
    /// 3×3, `in` to `out`.
    pub conv1: Conv2d,
    /// From the embedding to the modulation: two linear layers with SiLU between them.
    pub time_mlp: (Linear, SiLU, Linear),
    /// Normalises `out` channels, in groups.
    pub norm2: GroupNorm,
    /// 3×3, `out` to `out`.
    pub conv2: Conv2d,
    /// 1×1, `in` to `out`: the way round the block.
    pub skip: Conv2d,
}

impl ResidualBlock {
    /// γ and β of every channel, each `[batch, out]`, from the embedding `[batch, dim]`.
    pub fn modulation(&self, embedding: Tensor<2>) -> (Tensor<2>, Tensor<2>) {
        let both = self.modulate(embedding);
        let channels = both.dims()[1] / 2;
        let gamma = both.clone().narrow(1, 0, channels);
        (gamma, both.narrow(1, channels, channels))
    }

    /// All that the two-layer network says: `[batch, 2·out]`, or `[batch, out]` where a block knows a scale only.
    pub(super) fn modulate(&self, embedding: Tensor<2>) -> Tensor<2> {
        let (first, activation, second) = &self.time_mlp;
        second.forward(activation.forward(first.forward(embedding)))
    }

    pub(super) fn new([inputs, out]: [usize; 2], config: &UNetConfig, device: &Device) -> Self {
        let modulation = match config.order {
            Order::NormThenFilm => 2 * out,
            Order::ScaleThenNorm => out,
        };
        let time_mlp = (
            LinearConfig::new(config.embedding, 2 * out).init(device),
            SiLU::new(),
            LinearConfig::new(2 * out, modulation).init(device),
        );
        Self {
            norm1: GroupNormConfig::new(config.groups, inputs).init(device),
            conv1: same_size([inputs, out], device),
            time_mlp,
            norm2: GroupNormConfig::new(config.groups, out).init(device),
            conv2: same_size([out, out], device),
            skip: Conv2dConfig::new([inputs, out], [1, 1]).init(device),
        }
    }
}

/// A 3×3 convolution that keeps height and width.
pub(super) fn same_size(channels: [usize; 2], device: &Device) -> Conv2d {
    Conv2dConfig::new(channels, [3, 3])
        .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
        .init(device)
}
