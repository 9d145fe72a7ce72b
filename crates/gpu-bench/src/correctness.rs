//! Operations and a training step on the device, beside the same on the processor.

use burn::module::{Module, ModuleVisitor, Param};
use burn::optim::{AdamConfig, GradientsParams};
use burn::tensor::activation::{relu, silu, softmax};
use burn::tensor::{Device, Distribution, Int, Tensor};

use labs::ddpm::SimpleUNet;

use crate::speed::network;

/// One comparison.
#[derive(Debug)]
pub struct Check {
    /// What was computed.
    pub name: &'static str,
    /// ‖device - processor‖ / ‖processor‖.
    pub relative_error: f64,
    /// The most that counts as right.
    pub allowed: f64,
}

impl Check {
    /// Whether it came out right.
    pub fn is_right(&self) -> bool {
        self.relative_error <= self.allowed
    }
}

/// What single precision may lose in one operation; products may be rounded to TF32 (10 bits) on tensor cores.
const EXACT: f64 = 1e-5;
const PRODUCT: f64 = 2e-3;

type Operation = fn(Tensor<4>, Tensor<4>) -> Tensor<4>;

/// On `x` and `y`, both `[8, 16, 28, 28]`.
const OPERATIONS: [(&str, f64, Operation); 9] = [
    ("x·y + x", EXACT, |x, y| x.clone() * y + x),
    ("exp, sqrt", EXACT, |x, _| x.abs().sqrt().exp()),
    ("sum of axes", EXACT, |x, _| {
        x.square().sum_dim(3).sum_dim(2)
    }),
    ("variance", EXACT, |x, _| x.var(1)),
    ("softmax", EXACT, |x, _| softmax(x, 1)),
    ("SiLU, ReLU", EXACT, |x, y| silu(x) + relu(y)),
    ("narrow, cat", EXACT, |x, y| {
        Tensor::cat(vec![x.narrow(1, 3, 7), y], 1)
    }),
    ("matmul", PRODUCT, |x, y| x.matmul(y)),
    ("matmul, transposed", PRODUCT, |x, y| {
        x.swap_dims(2, 3).matmul(y)
    }),
];

/// All comparisons.
pub fn all(device: &Device) -> Result<Vec<Check>, String> {
    let host = Device::flex();
    host.seed(1);
    let draw = || Tensor::<4>::random([8, 16, 28, 28], Distribution::Normal(0.0, 1.0), &host);
    let (x, y) = (draw(), draw());
    let mut checks = Vec::new();
    for (name, allowed, operation) in OPERATIONS {
        let expected = values(operation(x.clone(), y.clone()))?;
        let got = values(operation(
            x.clone().to_device(device),
            y.clone().to_device(device),
        ))?;
        checks.push(Check {
            name,
            relative_error: relative_error(&got, &expected),
            allowed,
        });
    }
    checks.extend(training_step(device)?);
    Ok(checks)
}

/// Output, loss and gradients of the same network on the same batch.
fn training_step(device: &Device) -> Result<[Check; 4], String> {
    let host = Device::flex();
    host.seed(2);
    let net = network(8, &host);
    let x = Tensor::<4>::random([16, 1, 28, 28], Distribution::Normal(0.0, 1.0), &host);
    let t = Tensor::<1, Int>::arange(1..17, &host) * 60;
    let expected = Step::on(&host, &net, &x, &t)?;
    let got = Step::on(device, &net, &x, &t)?;
    let check = |name, got: &[f32], expected: &[f32], allowed| Check {
        name,
        relative_error: relative_error(got, expected),
        allowed,
    };
    // Fifteen layers of products, and the gradients go through them twice. Adam turns each gradient into a step of the same
    // size whatever its own, so noise around 0 is seen whole: its sign may differ.
    Ok([
        check("network", &got.output, &expected.output, 1e-2),
        check("its loss", &got.loss, &expected.loss, 1e-2),
        check("its gradients", &got.gradients, &expected.gradients, 5e-2),
        check("Adam's step", &got.step, &expected.step, 0.2),
    ])
}

struct Step {
    output: Vec<f32>,
    loss: Vec<f32>,
    gradients: Vec<f32>,
    step: Vec<f32>,
}

impl Step {
    fn on(
        device: &Device,
        net: &SimpleUNet,
        x: &Tensor<4>,
        t: &Tensor<1, Int>,
    ) -> Result<Self, String> {
        let device = device.clone().autodiff();
        let net = net.clone().to_device(&device).train();
        let x = x.clone().to_device(&device);
        let predicted = net.forward(x.clone(), t.clone().to_device(&device));
        let loss = (predicted.clone() - x).square().mean();
        let gradients = GradientsParams::from_grads(loss.backward(), &net);
        let before = Collected::weights(&net)?;
        let step = Self {
            output: values(predicted)?,
            loss: values(loss)?,
            gradients: Collected::gradients(&net, &gradients)?,
            step: Vec::new(),
        };
        let net = AdamConfig::new().init().step(1e-3, net, gradients);
        let after = Collected::weights(&net)?;
        let moved = after
            .iter()
            .zip(&before)
            .map(|(after, before)| after - before);
        Ok(Self {
            step: moved.collect(),
            ..step
        })
    }
}

/// All weights of a network one after the other, or their gradients.
struct Collected<'a> {
    gradients: Option<&'a GradientsParams>,
    values: Result<Vec<f32>, String>,
}

impl<'a> Collected<'a> {
    fn weights(net: &SimpleUNet) -> Result<Vec<f32>, String> {
        Self::all(net, None)
    }

    fn gradients(net: &SimpleUNet, gradients: &'a GradientsParams) -> Result<Vec<f32>, String> {
        Self::all(net, Some(gradients))
    }

    fn all(net: &SimpleUNet, gradients: Option<&'a GradientsParams>) -> Result<Vec<f32>, String> {
        let mut collected = Self {
            gradients,
            values: Ok(Vec::new()),
        };
        net.visit(&mut collected);
        collected.values
    }
}

impl ModuleVisitor for Collected<'_> {
    /// Running statistics are visited too; they have no gradient.
    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        let tensor = match self.gradients {
            Some(gradients) => gradients.get::<D>(param.id),
            None => Some(param.val()),
        };
        let (Some(tensor), Ok(all)) = (tensor, &mut self.values) else {
            return;
        };
        match values(tensor) {
            Ok(values) => all.extend(values),
            Err(error) => self.values = Err(error),
        }
    }
}

fn values<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>, String> {
    let data = tensor
        .try_into_data()
        .map_err(|error| format!("{error:?}"))?;
    Ok(data.iter::<f32>().collect())
}

fn relative_error(got: &[f32], expected: &[f32]) -> f64 {
    if got.len() != expected.len() {
        return f64::INFINITY;
    }
    let norm = |values: &mut dyn Iterator<Item = f64>| values.map(|v| v * v).sum::<f64>().sqrt();
    let pairs = got.iter().zip(expected);
    let error = norm(&mut pairs.map(|(got, expected)| f64::from(got - expected)));
    let size = norm(&mut expected.iter().map(|v| f64::from(*v)));
    match error / size {
        ratio if ratio.is_nan() => f64::INFINITY,
        ratio => ratio,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_processor_agrees_with_itself() {
        let checks = all(&Device::flex()).unwrap();
        assert_eq!(checks.len(), OPERATIONS.len() + 4);
        for check in checks {
            assert!(check.relative_error < 1e-6, "{check:?}");
        }
    }

    #[test]
    fn errors_are_relative_and_nonsense_is_infinite() {
        assert_eq!(relative_error(&[3.0, 4.0], &[3.0, 4.0]), 0.0);
        assert!((relative_error(&[3.3, 4.4], &[3.0, 4.0]) - 0.1).abs() < 1e-6);
        assert!(relative_error(&[f32::NAN], &[1.0]).is_infinite());
        assert!(relative_error(&[1.0], &[1.0, 2.0]).is_infinite());
    }
}
