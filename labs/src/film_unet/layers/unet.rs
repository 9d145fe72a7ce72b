use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig, ConvTranspose2d, ConvTranspose2dConfig};
use burn::nn::{GroupNorm, GroupNormConfig, PaddingConfig2d};
use burn::tensor::Device;

use super::block::same_size;
use super::{Order, ResidualBlock, UNetConfig};

/// The layers of the U-Net: three resolutions, `a`, `b` and `c` channels wide. Fields are named as in PyTorch's `state_dict`.
///
/// Exercise 2d says in which order they are applied.
#[derive(Module, Debug)]
pub struct FilmUNet {
    /// 3×3, 1 to `a` channels at 28×28.
    pub init_conv: Conv2d,
    /// `a` to `a` at 28×28.
    pub down_res1: ResidualBlock,
    /// 4×4 with stride 2: to 14×14.
    pub down_conv1: Conv2d,
    /// `a` to `b` at 14×14.
    pub down_res2: ResidualBlock,
    /// 4×4 with stride 2: to 7×7.
    pub down_conv2: Conv2d,
    /// `b` to `c` at 7×7.
    pub middle_res: ResidualBlock,
    /// 4×4 transposed with stride 2, `c` to `b`: to 14×14.
    pub up_conv2: ConvTranspose2d,
    /// `b` to `a` at 14×14.
    pub up_res2: ResidualBlock,
    /// 4×4 transposed with stride 2, `a` to `a`: to 28×28.
    pub up_conv1: ConvTranspose2d,
    /// `a` to `a` at 28×28.
    pub up_res1: ResidualBlock,
    /// Before the last convolution.
    pub final_norm: GroupNorm,
    /// 3×3, `a` to 1 channel.
    pub final_conv: Conv2d,
}

impl FilmUNet {
    pub(super) fn new(config: &UNetConfig, device: &Device) -> Self {
        let [a, b, c] = config.widths;
        let block = |channels| ResidualBlock::new(channels, config, device);
        // Without a way across, nothing asks for the width of the encoder on the way up.
        let coarse = match config.order {
            Order::NormThenFilm => b,
            Order::ScaleThenNorm => a,
        };
        Self {
            init_conv: same_size([1, a], device),
            down_res1: block([a, a]),
            down_conv1: halves(a, device),
            down_res2: block([a, b]),
            down_conv2: halves(b, device),
            middle_res: block([b, c]),
            up_conv2: doubles([c, coarse], device),
            up_res2: block([coarse, a]),
            up_conv1: doubles([a, a], device),
            up_res1: block([a, a]),
            final_norm: GroupNormConfig::new(config.groups, a).init(device),
            final_conv: same_size([a, 1], device),
        }
    }

    /// The residual blocks in the order in which they are applied, with their names.
    pub fn blocks(&self) -> [(&'static str, &ResidualBlock); 5] {
        [
            ("down_res1", &self.down_res1),
            ("down_res2", &self.down_res2),
            ("middle_res", &self.middle_res),
            ("up_res2", &self.up_res2),
            ("up_res1", &self.up_res1),
        ]
    }

    /// The number of channels at 28×28, 14×14 and 7×7.
    pub fn widths(&self) -> [usize; 3] {
        [
            &self.init_conv,
            &self.down_res2.conv2,
            &self.middle_res.conv2,
        ]
        .map(|conv| conv.weight.dims()[0])
    }

    /// The width of the time embedding.
    pub fn embedding(&self) -> usize {
        self.middle_res.time_mlp.0.weight.dims()[0]
    }
}

fn halves(channels: usize, device: &Device) -> Conv2d {
    Conv2dConfig::new([channels, channels], [4, 4])
        .with_stride([2, 2])
        .with_padding(PaddingConfig2d::Explicit(1, 1, 1, 1))
        .init(device)
}

fn doubles(channels: [usize; 2], device: &Device) -> ConvTranspose2d {
    ConvTranspose2dConfig::new(channels, [4, 4])
        .with_stride([2, 2])
        .with_padding([1, 1])
        .init(device)
}
