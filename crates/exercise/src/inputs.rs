//! Random inputs for tests, independent of burn's global seed.

use burn::tensor::{Device, Tensor, TensorData};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use rand_distr::{Distribution, StandardNormal};

/// A stream of random inputs.
pub struct Inputs(StdRng);

impl Inputs {
    /// The stream of this seed.
    pub fn new(seed: u64) -> Self {
        Self(StdRng::seed_from_u64(seed))
    }

    /// A number in `low..high`.
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        self.0.random_range(low..high)
    }

    /// A whole number in `low..=high`.
    pub fn integer(&mut self, low: usize, high: usize) -> usize {
        self.0.random_range(low..=high)
    }

    /// A tensor of draws from N(0, 1).
    pub fn normal<const D: usize>(&mut self, shape: [usize; D]) -> Tensor<D> {
        self.tensor(shape, |rng| StandardNormal.sample(rng))
    }

    /// A tensor of draws from `low..high`.
    pub fn uniform_tensor<const D: usize>(
        &mut self,
        shape: [usize; D],
        low: f32,
        high: f32,
    ) -> Tensor<D> {
        self.tensor(shape, |rng| rng.random_range(low..high))
    }

    fn tensor<const D: usize>(
        &mut self,
        shape: [usize; D],
        mut draw: impl FnMut(&mut StdRng) -> f32,
    ) -> Tensor<D> {
        let count = shape.iter().product();
        let data: Vec<f32> = (0..count).map(|_| draw(&mut self.0)).collect();
        Tensor::from_data(TensorData::new(data, shape), &Device::flex())
    }
}
