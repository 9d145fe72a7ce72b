use burn::tensor::Tensor;
use labs::ddpm::TrainingBatch;
use labs::ddpm::training_batch::handler;
use solutions::ddpm::Reference;

use super::mutants;

mutants! { TrainingBatch by handler;
    "3d" "sum for mean" Summed {
        fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
            (predicted - noise).powi_scalar(2).sum()
        }
    }
    "3d" "mean over the images only" OverImages {
        fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
            let images = predicted.dims()[0] as f64;
            (predicted - noise).powi_scalar(2).sum() / images
        }
    }
    "3d" "mean over the pixels, sum over the images" OverPixels {
        fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
            let images = predicted.dims()[0] as f64;
            Reference.loss(predicted, noise) * images
        }
    }
    "3d" "absolute differences" Absolute {
        fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
            (predicted - noise).abs().mean()
        }
    }
    "3d" "root of the mean" Rooted {
        fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
            Reference.loss(predicted, noise).sqrt()
        }
    }
    "3d" "half of it" Halved {
        fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
            Reference.loss(predicted, noise) * 0.5
        }
    }
    "3d" "sum of the two for their difference" Added {
        fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
            Reference.loss(predicted, -noise)
        }
    }
    "3d" "squares subtracted" SquaresFirst {
        fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
            (predicted.powi_scalar(2) - noise.powi_scalar(2)).abs().mean()
        }
    }
    "3d" "not squared" NotSquared {
        fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
            (predicted - noise).mean()
        }
    }
    "3d" "prediction detached" Detached {
        fn loss(&self, predicted: Tensor<4>, noise: Tensor<4>) -> Tensor<1> {
            Reference.loss(predicted.detach(), noise)
        }
    }
}
