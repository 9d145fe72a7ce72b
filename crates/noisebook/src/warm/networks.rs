//! Layers, a small network and its training.

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig, ConvTranspose2dConfig};
use burn::nn::loss::{MseLoss, Reduction};
use burn::nn::pool::{AvgPool2dConfig, MaxPool2dConfig};
use burn::nn::{
    BatchNormConfig, Dropout, DropoutConfig, EmbeddingConfig, GroupNormConfig, LayerNormConfig,
    Linear, LinearConfig, PaddingConfig2d, Relu,
};
use burn::optim::{AdamConfig, AdamWConfig, GradientsParams, SgdConfig};
use burn::tensor::{Device, Distribution, Int, Tensor};

/// A small network, as `derive(Module)` writes one.
#[derive(Module, Debug)]
pub struct Net {
    first: Linear,
    hidden: Vec<Linear>,
    last: Option<Linear>,
    activation: Relu,
    dropout: Dropout,
}

impl Net {
    fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let mut x = self
            .dropout
            .forward(self.activation.forward(self.first.forward(x)));
        for layer in &self.hidden {
            x = layer.forward(x);
        }
        match &self.last {
            Some(last) => last.forward(x),
            None => x,
        }
    }
}

/// Training steps with three optimisers.
pub fn training(device: &Device) -> String {
    let mut net = Net {
        first: LinearConfig::new(2, 8).init(device),
        hidden: vec![LinearConfig::new(8, 8).with_bias(true).init(device)],
        last: Some(LinearConfig::new(8, 1).init(device)),
        activation: Relu::new(),
        dropout: DropoutConfig::new(0.1).init(),
    };
    let mut optimisers = [
        AdamConfig::new().init(),
        AdamWConfig::new().init(),
        SgdConfig::new().init(),
    ];
    let x = Tensor::<2>::random([16, 2], Distribution::Default, device);
    let target = x.clone().sum_dim(1);
    for optimiser in &mut optimisers {
        let loss = MseLoss::new().forward(net.forward(x.clone()), target.clone(), Reduction::Mean);
        let gradients = GradientsParams::from_grads(loss.backward(), &net);
        net = optimiser.step(1e-3, net, gradients);
    }
    let plain = net.valid();
    format!("{net} {net:?} {} {plain}", net.num_params())
}

/// A layer alone is a network, too.
pub fn single(device: &Device, mut layer: Linear) -> Linear {
    let mut optimiser = AdamConfig::new().init();
    let loss = layer.forward(Tensor::<2>::ones([1, 2], device)).mean();
    let gradients = GradientsParams::from_grads(loss.backward(), &layer);
    layer = optimiser.step(1e-3, layer, gradients);
    layer
}

/// Layers of images.
pub fn images(device: &Device, images: Tensor<4>) -> Tensor<4> {
    let conv: Conv2d = Conv2dConfig::new([1, 8], [3, 3])
        .with_padding(PaddingConfig2d::Same)
        .with_stride([1, 1])
        .init(device);
    let x = GroupNormConfig::new(4, 8)
        .init(device)
        .forward(conv.forward(images));
    let x = BatchNormConfig::new(8).init(device).forward(x);
    let x = MaxPool2dConfig::new([2, 2]).init().forward(x);
    let x = AvgPool2dConfig::new([2, 2])
        .init()
        .forward(Relu::new().forward(x));
    let x = DropoutConfig::new(0.1).init().forward(x);
    ConvTranspose2dConfig::new([8, 1], [2, 2])
        .init(device)
        .forward(x)
}

/// Layers of time steps and features.
pub fn features(device: &Device, steps: Tensor<2, Int>) -> Tensor<3> {
    let x = EmbeddingConfig::new(10, 8).init(device).forward(steps);
    let x = LayerNormConfig::new(8).init(device).forward(x);
    LinearConfig::new(8, 8).init(device).forward(x)
}
