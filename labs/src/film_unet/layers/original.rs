use burn::tensor::activation::silu;
use burn::tensor::{Int, Tensor};
use convolution::Convolve;

use super::{FilmUNet, ResidualBlock};
use crate::film_unet::FilmForward;

/// A network put together in the order that many tutorials have: the scale stands **before** the second norm, there is no shift, and the decoder gets nothing from the
/// encoder. It is here to be measured.
///
/// It borrows the time embedding of a right body; its layers are made with [`Order::ScaleThenNorm`](super::Order::ScaleThenNorm).
#[derive(Debug)]
pub struct OriginalOrder<'a, T>(pub &'a T);

impl<T: FilmForward> FilmForward for OriginalOrder<'_, T> {
    fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
        self.0.time_embedding(t, dim)
    }

    /// A product with `gamma`; `beta` is not used.
    fn film(&self, h: Tensor<4>, gamma: Tensor<2>, _beta: Tensor<2>) -> Tensor<4> {
        let [batch, channels] = gamma.dims();
        h * gamma.reshape([batch, channels, 1, 1])
    }

    fn residual_block(
        &self,
        block: &ResidualBlock,
        x: Tensor<4>,
        embedding: Tensor<2>,
    ) -> Tensor<4> {
        let h = block.conv1.convolve(silu(block.norm1.forward(x.clone())));
        let scale = block.modulate(embedding);
        let h = self.film(h, scale.clone(), scale);
        let h = silu(block.norm2.forward(h));
        block.conv2.convolve(h) + block.skip.convolve(x)
    }

    fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
        let run = |block: &ResidualBlock, h| self.residual_block(block, h, embedding.clone());
        let h = run(&network.down_res1, network.init_conv.convolve(x));
        let h = run(&network.down_res2, network.down_conv1.convolve(h));
        let h = run(&network.middle_res, network.down_conv2.convolve(h));
        let h = run(&network.up_res2, network.up_conv2.convolve(h));
        let h = run(&network.up_res1, network.up_conv1.convolve(h));
        network
            .final_conv
            .convolve(silu(network.final_norm.forward(h)))
    }
}
