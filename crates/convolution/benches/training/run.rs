//! A network in training, by this crate or by burn alone.

use std::time::Instant;

use burn::module::Module;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::{Device, Distribution, Tensor};

use crate::capstone::Capstone;
use crate::film::Film;
use crate::path::Path;

/// Images of a forward pass.
pub const FORWARD: usize = 64;

/// One of the networks.
#[derive(Module, Debug)]
#[expect(clippy::large_enum_variant, reason = "one of them is made, once")]
pub enum Network {
    /// Batch norm and concatenated skips.
    Capstone(Capstone),
    /// Group norm, modulation and added skips.
    Film(Film),
}

impl Network {
    /// By name, as `capstone 32` or `film 16 32 64 8`: widths, and the groups of the norms.
    pub fn named(name: &str, device: &Device) -> Option<Network> {
        let mut words = name.split(' ');
        let kind = words.next()?;
        let numbers: Vec<usize> = words.filter_map(|word| word.parse().ok()).collect();
        match (kind, numbers.as_slice()) {
            ("capstone", &[width]) => Some(Network::Capstone(Capstone::new(width, device))),
            ("film", &[a, b, c, groups]) => {
                Some(Network::Film(Film::new([a, b, c], groups, device)))
            }
            _ => None,
        }
    }

    fn forward(&self, x: Tensor<4>, t: Tensor<2>, path: Path) -> Tensor<4> {
        match self {
            Network::Capstone(network) => network.forward(x, t, path),
            Network::Film(network) => network.forward(x, t, path),
        }
    }
}

/// A network and its optimiser.
pub struct Training {
    network: Network,
    adam: ModuleOptimizer,
    batch: usize,
    path: Path,
}

fn inputs(batch: usize, device: &Device) -> (Tensor<4>, Tensor<2>) {
    let x = Tensor::random([batch, 1, 28, 28], Distribution::Normal(0.0, 1.0), device);
    (
        x,
        Tensor::random([batch, 1], Distribution::Uniform(0.0, 1.0), device),
    )
}

impl Training {
    /// Random weights.
    pub fn new(name: &str, batch: usize, path: Path) -> Option<Training> {
        let network = Network::named(name, &Device::flex().autodiff())?;
        let adam = AdamConfig::new().init();
        Some(Training {
            network,
            adam,
            batch,
            path,
        })
    }

    /// Seconds of a step.
    pub fn step(&mut self) -> f64 {
        let (x, t) = inputs(self.batch, &Device::flex().autodiff());
        let start = Instant::now();
        let predicted = self.network.forward(x.clone(), t, self.path);
        let loss = (predicted - x).powi_scalar(2).mean();
        let grads = GradientsParams::from_grads(loss.backward(), &self.network);
        self.network = self.adam.step(2e-4, self.network.clone(), grads);
        start.elapsed().as_secs_f64()
    }

    /// Seconds of a forward pass without gradients.
    pub fn forward(&self) -> f64 {
        let network = self.network.valid();
        let (x, t) = inputs(FORWARD, &Device::flex());
        let start = Instant::now();
        let noise = network.forward(x, t, self.path);
        let seconds = start.elapsed().as_secs_f64();
        assert!(noise.sum().into_scalar::<f32>().is_finite());
        seconds
    }
}
