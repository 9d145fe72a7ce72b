use burn::tensor::Tensor;
use burn::tensor::activation::silu;
use labs::film_unet::film_forward::handler;
use labs::film_unet::{Convolve, FilmForward, FilmUNet, ResidualBlock};
use solutions::film_unet::Reference;

use super::mutants;

/// What may go wrong, one at a time.
#[derive(Clone, Copy, PartialEq)]
enum Slip {
    None,
    NoFineSkip,
    NoCoarseSkip,
    SkipOfInitConv,
    FineAfterBlock,
    NoMiddle,
    NoFinalNorm,
    NoFinalSilu,
}

fn run(network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>, slip: Slip) -> Tensor<4> {
    let block = |block: &ResidualBlock, h| Reference.residual_block(block, h, embedding.clone());
    let start = network.init_conv.convolve(x);
    let mut fine = block(&network.down_res1, start.clone());
    let coarse = block(
        &network.down_res2,
        network.down_conv1.convolve(fine.clone()),
    );
    let mut h = network.down_conv2.convolve(coarse.clone());
    if slip != Slip::NoMiddle {
        h = block(&network.middle_res, h);
    }
    h = network.up_conv2.convolve(h);
    if slip != Slip::NoCoarseSkip {
        h = h + coarse;
    }
    h = network.up_conv1.convolve(block(&network.up_res2, h));
    if slip == Slip::SkipOfInitConv {
        fine = start;
    }
    h = match slip {
        Slip::NoFineSkip => block(&network.up_res1, h),
        Slip::FineAfterBlock => block(&network.up_res1, h) + fine,
        _ => block(&network.up_res1, h + fine),
    };
    if slip != Slip::NoFinalNorm {
        h = network.final_norm.forward(h);
    }
    if slip != Slip::NoFinalSilu {
        h = silu(h);
    }
    network.final_conv.convolve(h)
}

mutants! { FilmForward by handler;
    "2d" "no way across at the fine level" NoFineSkip {
        fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            run(network, x, embedding, Slip::NoFineSkip)
        }
    }
    "2d" "no way across at the coarse level" OneSkip {
        fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            run(network, x, embedding, Slip::NoCoarseSkip)
        }
    }
    "2d" "the first convolution's result goes across" TooEarly {
        fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            run(network, x, embedding, Slip::SkipOfInitConv)
        }
    }
    "2d" "added after the block, not before it" TooLate {
        fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            run(network, x, embedding, Slip::FineAfterBlock)
        }
    }
    "2d" "the middle left out" NoMiddle {
        fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            run(network, x, embedding, Slip::NoMiddle)
        }
    }
    "2d" "the last norm left out" NoFinalNorm {
        fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            run(network, x, embedding, Slip::NoFinalNorm)
        }
    }
    "2d" "the last SiLU left out" NoFinalSilu {
        fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            run(network, x, embedding, Slip::NoFinalSilu)
        }
    }
    "2d" "the first image's embedding for all" FirstForAll {
        fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            let dims = embedding.dims();
            run(network, x, embedding.narrow(0, 0, 1).expand(dims), Slip::None)
        }
    }
    "2d" "the network's input added at the end" InputAdded {
        fn unet(&self, network: &FilmUNet, x: Tensor<4>, embedding: Tensor<2>) -> Tensor<4> {
            run(network, x.clone(), embedding, Slip::None) + x
        }
    }
}
