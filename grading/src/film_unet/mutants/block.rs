use burn::tensor::Tensor;
use burn::tensor::activation::silu;
use labs::film_unet::film_forward::handler;
use labs::film_unet::{Convolve, FilmForward, ResidualBlock};
use solutions::film_unet::Reference;

use super::mutants;

fn first_half(block: &ResidualBlock, x: Tensor<4>) -> Tensor<4> {
    block.conv1.convolve(silu(block.norm1.forward(x)))
}

fn modulated(block: &ResidualBlock, h: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
    let (gamma, beta) = block.modulation(embedding);
    Reference.film(h, gamma, beta)
}

/// The right second half, up to conv2.
fn second_half(block: &ResidualBlock, h: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
    let h = modulated(block, block.norm2.forward(h), embedding);
    block.conv2.convolve(silu(h))
}

mutants! { FilmForward by handler;
    "2c" "FiLM before norm2" BeforeTheNorm {
        fn residual_block(&self, block: &ResidualBlock, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            let h = modulated(block, first_half(block, x.clone()), embedding);
            block.conv2.convolve(silu(block.norm2.forward(h))) + block.skip.convolve(x)
        }
    }
    "2c" "FiLM after SiLU" AfterSilu {
        fn residual_block(&self, block: &ResidualBlock, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            let h = silu(block.norm2.forward(first_half(block, x.clone())));
            block.conv2.convolve(modulated(block, h, embedding)) + block.skip.convolve(x)
        }
    }
    "2c" "no FiLM" TimeBlind {
        fn residual_block(&self, block: &ResidualBlock, x: Tensor<4>, _embedding: Tensor<2>) -> Tensor<4> {
            let h = silu(block.norm2.forward(first_half(block, x.clone())));
            block.conv2.convolve(h) + block.skip.convolve(x)
        }
    }
    "2c" "no way round" NoSkip {
        fn residual_block(&self, block: &ResidualBlock, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            second_half(block, first_half(block, x), embedding)
        }
    }
    "2c" "the way round begins after norm1" SkipOfNormed {
        fn residual_block(&self, block: &ResidualBlock, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            let normed = block.norm1.forward(x);
            let h = block.conv1.convolve(silu(normed.clone()));
            second_half(block, h, embedding) + block.skip.convolve(normed)
        }
    }
    "2c" "x itself goes round, where it fits" PlainSkip {
        fn residual_block(&self, block: &ResidualBlock, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            let h = second_half(block, first_half(block, x.clone()), embedding);
            if h.dims() == x.dims() { h + x } else { h + block.skip.convolve(x) }
        }
    }
    "2c" "norm2 left out" NoSecondNorm {
        fn residual_block(&self, block: &ResidualBlock, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            let h = modulated(block, first_half(block, x.clone()), embedding);
            block.conv2.convolve(silu(h)) + block.skip.convolve(x)
        }
    }
    "2c" "convolution before norm and SiLU" PostActivation {
        fn residual_block(&self, block: &ResidualBlock, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            let h = silu(block.norm2.forward(block.conv1.convolve(x.clone())));
            block.conv2.convolve(modulated(block, h, embedding)) + block.skip.convolve(x)
        }
    }
    "2c" "first SiLU left out" OneSilu {
        fn residual_block(&self, block: &ResidualBlock, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            let h = block.conv1.convolve(block.norm1.forward(x.clone()));
            second_half(block, h, embedding) + block.skip.convolve(x)
        }
    }
}
