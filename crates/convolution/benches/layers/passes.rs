//! One pass of a layer, timed.

use std::time::Instant;

use burn::tensor::module::conv2d;
use burn::tensor::ops::ConvOptions;
use burn::tensor::{Device, Tensor};
use convolution::{Geometry, forward, input_gradient, weight_gradient};

/// Which pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    Forward,
    InputGradient,
    WeightGradient,
}

pub const PASSES: [Pass; 3] = [Pass::Forward, Pass::InputGradient, Pass::WeightGradient];

impl Pass {
    pub fn name(self) -> &'static str {
        match self {
            Pass::Forward => "forward",
            Pass::InputGradient => "dx",
            Pass::WeightGradient => "dw",
        }
    }
}

fn shapes(g: &Geometry) -> [[usize; 4]; 3] {
    let [height, width] = g.output();
    [
        [g.batch, g.in_channels, g.input[0], g.input[1]],
        [g.out_channels, g.in_per_group(), g.kernel[0], g.kernel[1]],
        [g.batch, g.out_channels, height, width],
    ]
}

/// Seconds of the pass on slices.
pub fn our_seconds(g: &Geometry, pass: Pass) -> f64 {
    let [x, weight, dy] = shapes(g).map(|shape| vec![0.5f32; shape.iter().product()]);
    let start = Instant::now();
    let result = match pass {
        Pass::Forward => forward(g, &x, &weight, None),
        Pass::InputGradient => input_gradient(g, &dy, &weight, None),
        Pass::WeightGradient => weight_gradient(g, &x, &dy),
    };
    let seconds = start.elapsed().as_secs_f64();
    assert!(result[0].is_finite());
    seconds
}

/// Seconds of burn's own pass: for a gradient, of a backward pass in which only that tensor asks for one.
pub fn burn_seconds(g: &Geometry, pass: Pass) -> f64 {
    let device = if pass == Pass::Forward {
        Device::flex()
    } else {
        Device::flex().autodiff()
    };
    let [mut x, mut weight, _] = shapes(g).map(|shape| Tensor::<4>::full(shape, 0.5, &device));
    match pass {
        Pass::Forward => {}
        Pass::InputGradient => x = x.require_grad(),
        Pass::WeightGradient => weight = weight.require_grad(),
    }
    let options = ConvOptions::new_with_padding(g.stride, g.padding, g.dilation, g.groups);
    let start = Instant::now();
    let y = conv2d(x, weight, None, options);
    if pass == Pass::Forward {
        return start.elapsed().as_secs_f64();
    }
    let start = Instant::now();
    let _grads = y.backward();
    start.elapsed().as_secs_f64()
}
