//! Norms of burn's layers.

use std::sync::{Arc, OnceLock};

use burn::nn::{BatchNorm, GroupNorm};
use burn::tensor::{Device, Tensor, TensorData};

use super::batch::{lines, write};
use super::plane::Line;
use super::{BatchNormalization, Extent, GroupNormalization, Moments};
use crate::activation::Activation;
use crate::graph::{apply, on_host};
use crate::operation::{Floats, Operation};

/// burn's norms, run by this crate where it can, and by burn elsewhere.
///
/// The layer stays burn's: same parameters, same running statistics, same keys.
pub trait Normalize {
    /// What `forward` of the layer gives, through `then`: one operation instead of a dozen.
    fn normalize<const D: usize>(&self, x: Tensor<D>, then: Activation) -> Tensor<D>;
}

fn extent<const D: usize>(x: &Tensor<D>) -> Extent {
    let shape = x.dims();
    Extent {
        batch: shape[0],
        channels: shape[1],
        pixels: shape[2..].iter().product(),
    }
}

/// Whether this crate takes `x`, whose channels the layer's parameters fit.
fn takes<const D: usize>(x: &Tensor<D>, channels: usize) -> bool {
    D >= 3 && on_host(x) && x.dims()[1] == channels && x.dims().iter().all(|&size| size > 0)
}

impl Normalize for BatchNorm {
    fn normalize<const D: usize>(&self, x: Tensor<D>, then: Activation) -> Tensor<D> {
        let channels = self.gamma.dims()[0];
        let (autodiff, training) = (x.device().is_autodiff(), self.training.is_enabled());
        if !takes(&x, channels) || autodiff && !training {
            return then.apply(self.forward(x));
        }
        if autodiff {
            train(self, x, then)
        } else {
            infer(self, x, then)
        }
    }
}

fn train<const D: usize>(layer: &BatchNorm, x: Tensor<D>, then: Activation) -> Tensor<D> {
    let (device, moments) = (x.device(), Arc::new(OnceLock::new()));
    let operation = BatchNormalization {
        extent: extent(&x),
        shape: x.dims().to_vec(),
        epsilon: layer.epsilon,
        then,
        moments: Arc::clone(&moments),
    };
    let inputs = vec![
        x.into_dispatch(),
        layer.gamma.val().into_dispatch(),
        layer.beta.val().into_dispatch(),
    ];
    let y = apply(inputs, operation);
    keep(layer, moments.get().map_or(&[], Vec::as_slice), &device);
    y
}

/// Moves the running statistics towards the batch's moments, as burn does: with the variance divided by the count.
fn keep(layer: &BatchNorm, moments: &[Moments], device: &Device) {
    let moved = |running: Tensor<1>, of: fn(&Moments) -> f64| {
        let batch: Vec<f32> = moments.iter().map(|moments| of(moments) as f32).collect();
        let batch = Tensor::from_data(TensorData::from(batch.as_slice()), device);
        let running = running.to_device(device);
        (running * (1.0 - layer.momentum) + batch * layer.momentum).detach()
    };
    let mean = moved(layer.running_mean.value_sync(), |moments| moments.mean);
    let variance = moved(layer.running_var.value_sync(), |moments| moments.variance);
    layer.running_mean.update(mean);
    layer.running_var.update(variance);
}

fn infer<const D: usize>(layer: &BatchNorm, x: Tensor<D>, then: Activation) -> Tensor<D> {
    let floats = |tensor: Tensor<1>| tensor.into_data().convert::<f32>().try_to_vec::<f32>();
    let mean = floats(layer.running_mean.value());
    let variance = floats(layer.running_var.value());
    let (gamma, beta) = (floats(layer.gamma.val()), floats(layer.beta.val()));
    let (Ok(mean), Ok(variance), Ok(gamma), Ok(beta)) = (mean, variance, gamma, beta) else {
        return then.apply(layer.forward(x));
    };
    let moments = mean
        .iter()
        .zip(&variance)
        .map(|(&mean, &variance)| Moments {
            mean: f64::from(mean),
            variance: f64::from(variance),
        });
    let moments: Vec<_> = moments.collect();
    let operation = Inference {
        extent: extent(&x),
        shape: x.dims().to_vec(),
        lines: lines(&moments, layer.epsilon, &gamma, &beta),
        then,
    };
    apply(vec![x.into_dispatch()], operation)
}

/// Batch norm by running statistics. It is asked for no gradient.
#[derive(Debug)]
struct Inference {
    extent: Extent,
    shape: Vec<usize>,
    lines: Vec<Line>,
    then: Activation,
}

impl Operation for Inference {
    fn run(&self, inputs: &[&[f32]]) -> Floats {
        (
            write(&self.extent, &self.lines, self.then, inputs[0]),
            self.shape.clone(),
        )
    }

    fn gradients(&self, _: &[&[f32]], _: &[f32], _: &[bool]) -> Vec<Option<Vec<f32>>> {
        unreachable!("only layers without gradients are run by their running statistics here")
    }
}

impl Normalize for GroupNorm {
    fn normalize<const D: usize>(&self, x: Tensor<D>, then: Activation) -> Tensor<D> {
        let channels = self.num_channels;
        let fits = self.num_groups > 0 && channels.is_multiple_of(self.num_groups);
        let parameters = [&self.gamma, &self.beta].map(Option::is_some);
        if !takes(&x, channels) || !fits || parameters != [self.affine; 2] {
            return then.apply(self.forward(x));
        }
        let operation = GroupNormalization {
            extent: extent(&x),
            shape: x.dims().to_vec(),
            groups: self.num_groups,
            epsilon: self.epsilon,
            then,
        };
        let parameters = [&self.gamma, &self.beta].into_iter().flatten();
        let parameters = parameters.map(|parameter| parameter.val().into_dispatch());
        let inputs = std::iter::once(x.into_dispatch())
            .chain(parameters)
            .collect();
        apply(inputs, operation)
    }
}
