//! The small network of sections 4 and 5, given.

use burn::module::{Module, Param};
use burn::nn::{Linear, LinearConfig};
use burn::tensor::activation::silu;
use burn::tensor::{Device, Int, Tensor};
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

    /// A network that predicts `epsilon` wherever it is asked, for tests: all weights are 0, and the last bias is the answer.
    pub fn constant(epsilon: [f32; 2], timesteps: usize, device: &Device) -> Self {
        let layer = |inputs, bias| Linear {
            weight: Param::from_tensor(Tensor::zeros(
                [inputs, Tensor::<1>::dims(&bias)[0]],
                device,
            )),
            bias: Some(Param::from_tensor(bias)),
        };
        Self {
            input: layer(3, Tensor::zeros([1], device)),
            middle: layer(1, Tensor::zeros([1], device)),
            output: layer(1, Tensor::from_floats(epsilon, device)),
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
