//! What the tests are given: schedules of no named kind, timesteps, networks with random weights.

use burn::module::{Module, ModuleMapper, Param};
use burn::tensor::{Device, Int, Tensor};
use exercise::expect::{self, STANDARD_ERRORS};
use exercise::{Failure, Inputs, TestResult};
use labs::film_unet::{FilmUNet, ResidualBlock, UNetConfig};

pub use crate::given::uneven;

/// How exact numbers must be that went through tensors of `f32`.
pub const SINGLE: f64 = 1e-4;

/// A network of which every layer matters and nothing is slow.
const SMALL: UNetConfig = UNetConfig {
    widths: [4, 8, 8],
    groups: 2,
    embedding: 8,
    ..UNetConfig::quick()
};

/// Numbers of the time embedding of [`network`].
pub const DIM: usize = SMALL.embedding;

/// Timesteps as a tensor.
pub fn steps(t: &[i64]) -> Tensor<1, Int> {
    Tensor::from_ints(t, &Device::flex())
}

/// Images whose every pixel differs.
pub fn images(inputs: &mut Inputs, shape: [usize; 4]) -> Tensor<4> {
    inputs.uniform_tensor(shape, -2.0, 2.0)
}

/// A U-Net with random weights, norms included.
pub fn network(inputs: &mut Inputs) -> FilmUNet {
    let fresh = SMALL.init(&Device::flex()).expect("a sound configuration");
    fresh.map(&mut Fill(inputs))
}

/// One of its blocks, from 4 to 8 channels.
pub fn block(inputs: &mut Inputs) -> ResidualBlock {
    network(inputs).down_res2
}

/// Draws each weight so that activations keep their size.
struct Fill<'a>(&'a mut Inputs);

impl ModuleMapper for Fill<'_> {
    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let dims = param.dims();
        let fan: usize = dims.iter().skip(1).product();
        param.map(|_| match D {
            // Scales and shifts of norms, biases.
            1 => self.0.uniform_tensor(dims, -0.7, 1.3),
            _ => self.0.normal(dims) * (1.2 / (fan as f64).sqrt()),
        })
    }
}

/// `got` lies within 5.5 standard errors of the mean of many draws.
pub fn mean_of(what: &str, got: f64, mean: f64, error: f64) -> TestResult {
    expect::finite(what, &[got])?;
    let off = (got - mean) / error;
    // Rounding in `f32` counts where the draws hardly matter.
    let rounding = SINGLE * (1.0 + mean.abs());
    if off.abs() <= STANDARD_ERRORS || (got - mean).abs() <= rounding {
        return Ok(());
    }
    Err(Failure::new(format!(
        "`{what}` is off by {off:+.1} standard errors of its mean over many draws"
    )))
}
