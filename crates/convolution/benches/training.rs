//! A training step and a forward pass of a U-Net for 28×28 images: this crate, burn alone, PyTorch, in turns.
//!
//! Run: `cargo bench --profile dev -p convolution --bench training`. The first run makes a Python with PyTorch. `BATCH` and
//! `ROUNDS` change the batch (128) and the rounds (5).

#[path = "training/capstone.rs"]
mod capstone;

use std::path::Path as File;
use std::time::Instant;

use burn::nn::BatchNorm;
use burn::nn::conv::{Conv2d, ConvTranspose2d};
use burn::nn::pool::MaxPool2d;
use burn::optim::{AdamConfig, GradientsParams, ModuleOptimizer};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Distribution, Tensor};
use capstone::Capstone;
use convolution::{Activation, Convolve, Normalize, Pool};
use peer::Peer;

/// Who computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Path {
    /// This crate.
    Direct,
    /// burn.
    Burn,
}

impl Path {
    fn conv(self, layer: &Conv2d, x: Tensor<4>) -> Tensor<4> {
        if self == Path::Direct {
            layer.convolve(x)
        } else {
            layer.forward(x)
        }
    }

    fn norm(self, layer: &BatchNorm, x: Tensor<4>) -> Tensor<4> {
        if self == Path::Direct {
            layer.normalize(x, Activation::Relu)
        } else {
            relu(layer.forward(x))
        }
    }

    fn pool(self, layer: &MaxPool2d, x: Tensor<4>) -> Tensor<4> {
        if self == Path::Direct {
            layer.pool(x)
        } else {
            layer.forward(x)
        }
    }

    fn up(self, layer: &ConvTranspose2d, x: Tensor<4>) -> Tensor<4> {
        if self == Path::Direct {
            layer.convolve(x)
        } else {
            layer.forward(x)
        }
    }
}

struct Training {
    net: Capstone,
    adam: ModuleOptimizer,
    x: Tensor<4>,
    t: Tensor<2>,
    path: Path,
}

impl Training {
    fn new(batch: usize, path: Path) -> Training {
        let device = Device::flex().autodiff();
        let x = Tensor::random([batch, 1, 28, 28], Distribution::Normal(0.0, 1.0), &device);
        let t = Tensor::random([batch, 1], Distribution::Uniform(0.0, 1.0), &device);
        Training {
            net: Capstone::new(32, &device),
            adam: AdamConfig::new().init(),
            x,
            t,
            path,
        }
    }

    fn step(&mut self) -> f64 {
        let start = Instant::now();
        let predicted = self.net.forward(self.x.clone(), self.t.clone(), self.path);
        let loss = (predicted - self.x.clone()).powi_scalar(2).mean();
        let grads = GradientsParams::from_grads(loss.backward(), &self.net);
        self.net = self.adam.step(2e-4, self.net.clone(), grads);
        start.elapsed().as_secs_f64()
    }
}

/// Seconds of a forward pass of 64 images without gradients.
fn forward(path: Path) -> f64 {
    let device = Device::flex();
    let net = Capstone::new(32, &device);
    let x = Tensor::random([64, 1, 28, 28], Distribution::Normal(0.0, 1.0), &device);
    let t = Tensor::random([64, 1], Distribution::Uniform(0.0, 1.0), &device);
    let run = || {
        let start = Instant::now();
        let _ = net
            .forward(x.clone(), t.clone(), path)
            .sum()
            .into_scalar::<f32>();
        start.elapsed().as_secs_f64()
    };
    run();
    run()
}

fn number(name: &str, default: usize) -> usize {
    std::env::var(name)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

fn median(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[times.len() / 2]
}

fn main() -> std::io::Result<()> {
    let (batch, rounds) = (number("BATCH", 128), number("ROUNDS", 5));
    let script = File::new(env!("CARGO_MANIFEST_DIR")).join("benches/training/peer.py");
    let mut peer = Peer::start(&script)?;
    let mut trainings = [Path::Direct, Path::Burn].map(|path| Training::new(batch, path));
    for training in &mut trainings {
        training.step();
    }
    let mut steps = [const { Vec::new() }; 4];
    let mut forwards = [const { Vec::new() }; 4];
    for _ in 0..rounds {
        for (training, (steps, forwards)) in trainings
            .iter_mut()
            .zip(steps.iter_mut().zip(&mut forwards))
        {
            steps.push(training.step());
            forwards.push(forward(training.path));
        }
        for (layout, at) in [("contiguous", 2), ("channels_last", 3)] {
            steps[at].push(peer.seconds(&format!("step {batch} {layout}"))?);
            forwards[at].push(peer.seconds(&format!("forward 64 {layout}"))?);
        }
    }
    let who = [
        "this crate",
        "burn alone",
        "PyTorch",
        "PyTorch, channels last",
    ];
    println!(
        "| | step of {batch} | images/s | to this crate | forward of 64 | to this crate |\n| --- | ---: | ---: | ---: | ---: | ---: |"
    );
    let (steps, forwards) = (
        steps.each_mut().map(|times| median(times)),
        forwards.each_mut().map(|times| median(times)),
    );
    for ((who, step), forward) in who.iter().zip(steps).zip(forwards) {
        let (images, step_ratio, forward_ratio) =
            (batch as f64 / step, step / steps[0], forward / forwards[0]);
        println!(
            "| {who} | {step:.3} s | {images:.0} | {step_ratio:.2} | {forward:.4} s | {forward_ratio:.2} |"
        );
    }
    Ok(())
}
