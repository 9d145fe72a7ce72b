use burn::tensor::activation::silu;
use burn::tensor::{Int, Tensor, TensorData};
use labs::film_unet::{Convolve, FilmForward, FilmUNet, ResidualBlock};

use super::Reference;

impl FilmForward for Reference {
    fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
        let ([batch], half) = (t.dims(), dim / 2);
        let frequency = |k: usize| (-(1e4_f64.ln()) * k as f64 / half as f64).exp() as f32;
        let frequencies: Vec<f32> = (0..half).map(frequency).collect();
        let frequencies = Tensor::from_data(TensorData::new(frequencies, [1, half]), &t.device());
        let angles: Tensor<2> = t.float().reshape([batch, 1]) * frequencies;
        Tensor::cat(vec![angles.clone().sin(), angles.cos()], 1)
    }

    fn film(&self, h: Tensor<4>, gamma: Tensor<2>, beta: Tensor<2>) -> Tensor<4> {
        let [batch, channels] = gamma.dims();
        let shape = [batch, channels, 1, 1];
        h * (gamma.reshape(shape) + 1.0) + beta.reshape(shape)
    }

    fn residual_block(
        &self,
        block: &ResidualBlock,
        x: Tensor<4>,
        embedding: Tensor<2>,
    ) -> Tensor<4> {
        let h = block.conv1.convolve(silu(block.norm1.forward(x.clone())));
        let (gamma, beta) = block.modulation(embedding);
        let h = self.film(block.norm2.forward(h), gamma, beta);
        block.conv2.convolve(silu(h)) + block.skip.convolve(x)
    }

    fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
        let run = |block: &ResidualBlock, h| self.residual_block(block, h, embedding.clone());
        let fine = run(&network.down_res1, network.init_conv.convolve(x));
        let coarse = run(
            &network.down_res2,
            network.down_conv1.convolve(fine.clone()),
        );
        let h = run(
            &network.middle_res,
            network.down_conv2.convolve(coarse.clone()),
        );
        let h = run(&network.up_res2, network.up_conv2.convolve(h) + coarse);
        let h = run(&network.up_res1, network.up_conv1.convolve(h) + fine);
        network
            .final_conv
            .convolve(silu(network.final_norm.forward(h)))
    }
}
