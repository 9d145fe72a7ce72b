//! Who computes a layer.

use burn::nn::conv::{Conv2d, ConvTranspose2d};
use burn::nn::pool::MaxPool2d;
use burn::tensor::Tensor;
use burn::tensor::activation::{relu, silu};
use convolution::{Activation, Convolve, Normalize, Pool};

/// Who computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// This crate.
    Ours,
    /// burn.
    Burn,
}

/// A norm of burn's, which has no trait for them.
pub trait Norm: Normalize {
    /// burn's own path.
    fn burns(&self, x: Tensor<4>) -> Tensor<4>;
}

impl Norm for burn::nn::BatchNorm {
    fn burns(&self, x: Tensor<4>) -> Tensor<4> {
        self.forward(x)
    }
}

impl Norm for burn::nn::GroupNorm {
    fn burns(&self, x: Tensor<4>) -> Tensor<4> {
        self.forward(x)
    }
}

impl Path {
    /// A convolution.
    pub fn conv(self, layer: &Conv2d, x: Tensor<4>) -> Tensor<4> {
        match self {
            Path::Ours => layer.convolve(x),
            Path::Burn => layer.forward(x),
        }
    }

    /// A transposed convolution.
    pub fn up(self, layer: &ConvTranspose2d, x: Tensor<4>) -> Tensor<4> {
        match self {
            Path::Ours => layer.convolve(x),
            Path::Burn => layer.forward(x),
        }
    }

    /// A norm and what follows it.
    pub fn norm(self, layer: &impl Norm, x: Tensor<4>, then: Activation) -> Tensor<4> {
        match self {
            Path::Ours => layer.normalize(x, then),
            Path::Burn => self.activate(layer.burns(x), then),
        }
    }

    /// An activation that follows no norm.
    pub fn activate(self, z: Tensor<4>, then: Activation) -> Tensor<4> {
        match (self, then) {
            (Path::Ours, then) => then.apply(z),
            (Path::Burn, Activation::Identity) => z,
            (Path::Burn, Activation::Relu) => relu(z),
            (Path::Burn, Activation::Silu) => silu(z),
        }
    }

    /// Max-pooling.
    pub fn pool(self, layer: &MaxPool2d, x: Tensor<4>) -> Tensor<4> {
        match self {
            Path::Ours => layer.pool(x),
            Path::Burn => layer.forward(x),
        }
    }
}
