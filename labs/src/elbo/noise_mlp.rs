//! The small network of sections 4 and 5, given.

use burn::module::{Module, Param};
use burn::nn::{Linear, LinearConfig};
use burn::tensor::activation::silu;
use burn::tensor::{Device, Int, Tensor, TensorData};
use diffusion::Step;
use exercise::{CallError, Reader, Wire, Writer};

/// Width of both hidden layers.
const HIDDEN: usize = 64;

/// ε_θ(x_t, t): a point and its time, 3 numbers, through 64 and 64 hidden units with SiLU, to the noise that it predicts.
#[derive(Module, Debug)]
pub struct NoiseMlp {
    input: Linear,
    middle: Linear,
    output: Linear,
    timesteps: usize,
}

impl NoiseMlp {
    /// A network with fresh weights for a schedule with `timesteps` steps.
    pub fn new(timesteps: usize, device: &Device) -> Self {
        Self {
            input: LinearConfig::new(3, HIDDEN).init(device),
            middle: LinearConfig::new(HIDDEN, HIDDEN).init(device),
            output: LinearConfig::new(HIDDEN, 2).init(device),
            timesteps,
        }
    }

    /// A network that predicts `epsilon` wherever it is asked, for tests.
    pub fn constant(epsilon: [f32; 2], timesteps: usize, device: &Device) -> Self {
        Self::affine(0.0, 0.0, epsilon, timesteps, device)
    }

    /// A network that predicts `weight`·x_t + `time_weight`·t/T + `bias` in each coordinate, for tests.
    ///
    /// silu(z) - silu(-z) = z, so a pair of hidden units hands a number on as it is.
    pub fn affine(
        weight: f32,
        time_weight: f32,
        bias: [f32; 2],
        timesteps: usize,
        device: &Device,
    ) -> Self {
        let split = |i: usize, j: usize| match (j / 2 == i, j % 2) {
            (true, 0) => 1.0,
            (true, _) => -1.0,
            (false, _) => 0.0,
        };
        let sign = |i: usize| if i.is_multiple_of(2) { 1.0 } else { -1.0 };
        let out = |i: usize, j: usize| match i / 2 {
            2 => sign(i) * time_weight,
            axis if axis == j => sign(i) * weight,
            _ => 0.0,
        };
        Self {
            input: layer(split, [3, 6], &[0.0; 6], device),
            middle: layer(|i, j| sign(i) * split(i / 2, j), [6, 6], &[0.0; 6], device),
            output: layer(out, [6, 2], &bias, device),
            timesteps,
        }
    }

    /// The noise it sees in each point: `x_t` is `[batch, 2]`, `t` holds each point's own timestep, 1 to T, `[batch]`.
    pub fn forward(&self, x_t: Tensor<2>, t: Tensor<1, Int>) -> Tensor<2> {
        let time = t.float().unsqueeze_dim::<2>(1) / self.timesteps as f64;
        let hidden = silu(self.input.forward(Tensor::cat(vec![x_t, time], 1)));
        self.output.forward(silu(self.middle.forward(hidden)))
    }

    /// The noise it sees in points `[batch, 2]` that are all at the same step.
    pub fn forward_at(&self, x_t: Tensor<2>, t: Step) -> Tensor<2> {
        let ts = Tensor::full([x_t.dims()[0]], t.get() as i64, &x_t.device());
        self.forward(x_t, ts)
    }
}

/// A layer from the formula of its weights.
fn layer(
    weight: impl Fn(usize, usize) -> f32,
    [inputs, outputs]: [usize; 2],
    bias: &[f32],
    device: &Device,
) -> Linear {
    let weights: Vec<f32> = (0..inputs * outputs)
        .map(|k| weight(k / outputs, k % outputs))
        .collect();
    let weights = TensorData::new(weights, [inputs, outputs]);
    Linear {
        weight: Param::from_tensor(Tensor::from_data(weights, device)),
        bias: Some(Param::from_tensor(Tensor::from_floats(bias, device))),
    }
}

impl Wire for NoiseMlp {
    fn put(&self, out: &mut Writer) {
        for layer in [&self.input, &self.middle, &self.output] {
            layer.weight.val().put(out);
            layer.bias.as_ref().map(Param::val).put(out);
        }
        self.timesteps.put(out);
    }

    fn take(from: &mut Reader<'_>) -> Result<Self, CallError> {
        Ok(Self {
            input: take_layer(from)?,
            middle: take_layer(from)?,
            output: take_layer(from)?,
            timesteps: usize::take(from)?,
        })
    }
}

fn take_layer(from: &mut Reader<'_>) -> Result<Linear, CallError> {
    Ok(Linear {
        weight: Param::from_tensor(<Tensor<2> as Wire>::take(from)?),
        bias: <Option<Tensor<1>> as Wire>::take(from)?.map(Param::from_tensor),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_affine_network_is_affine() {
        let device = Device::flex();
        let x = Tensor::<2>::from_floats([[1.5, -2.0], [0.0, 30.0]], &device);
        let t = Tensor::<1, Int>::from_ints([1, 4], &device);
        let got = NoiseMlp::affine(2.0, 8.0, [0.5, -1.0], 4, &device).forward(x, t);
        let expected = [5.5, -3.0, 8.5, 67.0];
        let got: Vec<f32> = got.to_data().try_to_vec().unwrap_or_default();
        assert_eq!(got.len(), 4);
        for (got, expected) in got.iter().zip(expected) {
            assert!((got - expected).abs() < 1e-5, "{got} {expected}");
        }
    }
}
