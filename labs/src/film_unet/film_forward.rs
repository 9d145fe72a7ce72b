//! Section 2: from an image and its timestep to the noise in it.

use burn::tensor::{Int, Tensor};
use exercise::exercise;

use super::{FilmUNet, ResidualBlock};

/// What the network computes. Its layers are given, with their weights; how they are put together is yours.
#[exercise(section = 2, checks = super::checks::FILM_FORWARD)]
pub trait FilmForward {
    /// Turn each timestep into `dim` numbers: first the sines, then the cosines of t·ω_k, with ω_k = 10000^(-k/(dim/2)) and k = 0 to
    /// dim/2 - 1. Returns `[batch, dim]`.
    ///
    /// `t` is `[batch]`, `dim` is even and at least 2. Source: Vaswani et al., arXiv 1706.03762, section 3.5.
    #[task(
        id = "2a",
        points = 8,
        title = "Sinusoidal time embedding",
        hints(
            "dim/2 clocks of different speeds, and of each clock both coordinates of its hand. Which of them is the fastest?",
            "ω_0 = 1 is the fastest: ω_k = exp(-ln 10000·k/(dim/2)). A column of times `[batch, 1]` times a row of frequencies `[1, dim/2]` is every product.",
            "`let frequencies: Vec<f32> = (0..half).map(|k| (-(1e4_f64.ln()) * k as f64 / half as f64).exp() as f32).collect();` make it a tensor `[1, half]`, then `let angles = t.float().reshape([batch, 1]) * frequencies; Tensor::cat(vec![angles.clone().sin(), angles.cos()], 1)`"
        )
    )]
    fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2>;

    /// Feature-wise linear modulation: (1 + γ)·h + β, one γ and one β for each channel of each image.
    ///
    /// `h` is `[batch, channel, height, width]`, `gamma` and `beta` are `[batch, channel]`. Source: Perez et al. (FiLM), arXiv 1709.07871, equation 2, with the 1 that
    /// makes γ = β = 0 mean "no change".
    #[task(
        id = "2b",
        points = 6,
        title = "FiLM",
        hints(
            "What must a network answer that wants to leave h as it is? It should be the easiest answer: 0.",
            "`gamma` has two axes, `h` has four: `reshape([batch, channels, 1, 1])` lets one number reach all pixels of its channel.",
            "`h * (gamma.reshape([batch, channels, 1, 1]) + 1.0) + beta.reshape([batch, channels, 1, 1])`"
        )
    )]
    fn film(&self, h: Tensor<4>, gamma: Tensor<2>, beta: Tensor<2>) -> Tensor<4>;

    /// One residual block: norm1, SiLU, conv1; norm2, FiLM, SiLU, conv2; plus the 1×1 convolution `skip` of the input.
    ///
    /// `x` is `[batch, in, height, width]`, `embedding` is `[batch, dim]`; returns `[batch, out, height, width]`. FiLM comes **after** norm2: before it, the norm would
    /// divide the modulation out again. `block.modulation(embedding)` gives (γ, β).
    #[task(
        id = "2c",
        points = 12,
        title = "Residual block",
        hints(
            "Two rounds of norm, SiLU, convolution. The second one is told the time. What does GroupNorm do to a channel that was just multiplied by 5?",
            "`block.norm1.forward(x)` normalises, `silu(…)` activates, `block.conv1.convolve(…)` convolves. In the second round FiLM stands between the norm and SiLU. At the end add `block.skip.convolve(x)`, of the input itself.",
            "First round: `let h = block.conv1.convolve(silu(block.norm1.forward(x.clone())));`, second round, with γ and β of `block.modulation(embedding)`: `let h = self.film(block.norm2.forward(h), gamma, beta);`, and the sum: `block.conv2.convolve(silu(h)) + block.skip.convolve(x)`"
        )
    )]
    fn residual_block(
        &self,
        block: &ResidualBlock,
        x: Tensor<4>,
        embedding: Tensor<2>,
    ) -> Tensor<4>;

    /// The whole U-Net: down two levels, through the middle, up two levels, and across: what each level held on the way down is added on the way up.
    ///
    /// `x` is `[batch, 1, height, width]` with sides that 4 divides, `embedding` is `[batch, dim]`; returns the shape of `x`. In order: init_conv, down_res1, down_conv1,
    /// down_res2, down_conv2, middle_res, up_conv2, **+ what down_res2 gave**, up_res2, up_conv1, **+ what down_res1 gave**, up_res1, final_norm, SiLU, final_conv.
    /// Source: Ronneberger et al., arXiv 1505.04597, figure 1, with sums for their concatenations.
    #[task(
        id = "2d",
        points = 12,
        title = "U-Net",
        hints(
            "Everything that passes the 7×7 level has lost where exactly it was. Which two tensors still know?",
            "Keep what `down_res1` (28×28) and `down_res2` (14×14) return. After `up_conv2` the image is 14×14 again, after `up_conv1` 28×28: shapes and channels fit, add them.",
            "`let fine = self.residual_block(&network.down_res1, network.init_conv.convolve(x), embedding.clone()); let coarse = self.residual_block(&network.down_res2, network.down_conv1.convolve(fine.clone()), embedding.clone());` then the middle of `network.down_conv2.convolve(coarse.clone())`, `up_res2` of `network.up_conv2.convolve(h) + coarse`, `up_res1` of `network.up_conv1.convolve(h) + fine`, and `network.final_conv.convolve(silu(network.final_norm.forward(h)))`"
        )
    )]
    fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4>;
}
