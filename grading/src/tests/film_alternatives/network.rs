use burn::tensor::activation::{sigmoid, silu};
use burn::tensor::{Int, Tensor};
use labs::film_unet::{
    ClassCondition, ClassEmbedding, Convolve, FilmForward, FilmUNet, ResidualBlock,
};

use super::TurnedOver;

impl FilmForward for TurnedOver {
    /// Column by column, each frequency a power.
    fn time_embedding(&self, t: Tensor<1, Int>, dim: usize) -> Tensor<2> {
        let half = dim / 2;
        let angle = |k: usize| t.clone().float() * 1e4_f32.powf(-(k as f32) / half as f32);
        let sines = (0..half).map(|k| angle(k).sin());
        let cosines = (0..half).map(|k| angle(k).cos());
        Tensor::stack::<2>(sines.chain(cosines).collect(), 1)
    }

    /// h + γ·h + β.
    fn film(&self, h: Tensor<4>, gamma: Tensor<2>, beta: Tensor<2>) -> Tensor<4> {
        let wide = |x: Tensor<2>| x.unsqueeze_dim::<3>(2).unsqueeze_dim::<4>(3);
        h.clone() + h * wide(gamma) + wide(beta)
    }

    /// SiLU by hand, the way round first.
    fn residual_block(
        &self,
        block: &ResidualBlock,
        x: Tensor<4>,
        embedding: Tensor<2>,
    ) -> Tensor<4> {
        let round = block.skip.forward(x.clone());
        let active = |h: Tensor<4>| h.clone() * sigmoid(h);
        let h = block.conv1.forward(active(block.norm1.forward(x)));
        let (first, _, second) = &block.time_mlp;
        let told = second.forward(silu(first.forward(embedding)));
        let mut halves = told.chunk(2, 1).into_iter();
        let (Some(gamma), Some(beta)) = (halves.next(), halves.next()) else {
            return round;
        };
        let h = self.film(block.norm2.forward(h), gamma, beta);
        round + block.conv2.forward(active(h))
    }

    /// burn's own convolutions.
    fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
        let told = || embedding.clone();
        let mut h = network.init_conv.forward(x);
        h = self.residual_block(&network.down_res1, h, told());
        let fine = h.clone();
        h = self.residual_block(&network.down_res2, network.down_conv1.forward(h), told());
        let coarse = h.clone();
        h = self.residual_block(&network.middle_res, network.down_conv2.forward(h), told());
        h = coarse + network.up_conv2.forward(h);
        h = fine
            + network
                .up_conv1
                .convolve(self.residual_block(&network.up_res2, h, told()));
        h = self.residual_block(&network.up_res1, h, told());
        network
            .final_conv
            .forward(silu(network.final_norm.forward(h)))
    }
}

impl ClassCondition for TurnedOver {
    /// A class as a row of zeros with a one, and the projection in two halves.
    fn class_embedding(
        &self,
        layers: &ClassEmbedding,
        time: Tensor<2>,
        labels: Tensor<1, Int>,
    ) -> Tensor<2> {
        let class = labels.one_hot::<2>(10).float().matmul(layers.table.val());
        let weight = layers.combined_proj.weight.val();
        let dim = time.dims()[1];
        let half = |x: Tensor<2>, start| x.matmul(weight.clone().narrow(0, start, dim));
        let sum = half(time, 0) + half(class, dim);
        match &layers.combined_proj.bias {
            Some(bias) => sum + bias.val().unsqueeze(),
            None => sum,
        }
    }
}
