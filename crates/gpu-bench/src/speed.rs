//! Training, sampling and the forward process, timed on one device.

use burn::module::Module;
use burn::optim::{AdamConfig, GradientsParams};
use burn::tensor::{Device, Distribution, Int, Tensor};
use labs::ddpm::{SimpleUNet, SimpleUNetConfig};
use labs::forward::{ForwardJump, NoiseScheduler, ScheduleKind, TrainingData};
use noisebook_runtime::noise_like;
use solutions::forward::Reference;

use crate::Args;
use crate::clock::median;

/// Steps of the reverse walk that a sample takes.
pub const TIMESTEPS: usize = 1000;

/// What is timed; the script for PyTorch knows the same names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// A training step: forward, backward, Adam.
    Training,
    /// One of the [`TIMESTEPS`] passes of sampling, without gradients.
    Sampling,
    /// x₀ to x_T in one jump.
    Jump,
    /// x_t, t and ε of a training batch.
    Triples,
}

impl Work {
    /// All, in the order of the table.
    pub const ALL: [Self; 4] = [Self::Training, Self::Sampling, Self::Jump, Self::Triples];

    /// Its name in tables and in the script.
    pub fn name(self) -> &'static str {
        match self {
            Self::Training => "training",
            Self::Sampling => "sampling",
            Self::Jump => "jump",
            Self::Triples => "triples",
        }
    }

    /// How often it runs for one result: a sample takes all timesteps.
    pub fn runs(self) -> usize {
        match self {
            Self::Sampling => TIMESTEPS,
            _ => 1,
        }
    }
}

/// One timed case.
#[derive(Clone, Debug)]
pub struct Case {
    /// What was timed.
    pub work: Work,
    /// Images in a batch.
    pub batch: usize,
    /// Seconds of one run.
    pub seconds: f64,
}

impl Case {
    /// Images in a second: trained on, drawn whole, or noised.
    pub fn rate(&self) -> f64 {
        self.batch as f64 / (self.seconds * self.work.runs() as f64)
    }
}

/// All cases, all batches.
pub fn all(device: &Device, args: &Args) -> Result<Vec<Case>, String> {
    let mut cases = Vec::new();
    for &batch in &args.batch {
        for work in Work::ALL {
            eprintln!("timing {}, batch {batch} …", work.name());
            cases.push(Case {
                work,
                batch,
                seconds: seconds(work, batch, device, args)?,
            });
        }
    }
    Ok(cases)
}

fn seconds(work: Work, batch: usize, device: &Device, args: &Args) -> Result<f64, String> {
    match work {
        Work::Training => training(batch, &device.clone().autodiff(), args),
        Work::Sampling => sampling(batch, device, args),
        Work::Jump | Work::Triples => noising(work, batch, device, args),
    }
}

fn images(batch: usize, device: &Device) -> Tensor<4> {
    Tensor::random([batch, 1, 28, 28], Distribution::Normal(0.0, 1.0), device)
}

/// The network of the lab `ddpm`.
pub fn network(width: usize, device: &Device) -> SimpleUNet {
    let config = SimpleUNetConfig {
        width,
        timesteps: TIMESTEPS,
    };
    config.init(device)
}

fn training(batch: usize, device: &Device, args: &Args) -> Result<f64, String> {
    let mut net = Some(network(args.width, device).train());
    let mut adam = AdamConfig::new().init();
    let x = images(batch, device);
    let range = Distribution::Uniform(1.0, TIMESTEPS as f64);
    let t = Tensor::<1, Int>::random([batch], range, device);
    median(device, args.turns, args.steps, || {
        let Some(before) = net.take() else { return };
        let noise = noise_like(&x);
        let predicted = before.forward(x.clone() + noise.clone(), t.clone());
        let loss = (predicted - noise).square().mean();
        let gradients = GradientsParams::from_grads(loss.backward(), &before);
        net = Some(adam.step(2e-4, before, gradients));
    })
}

fn sampling(batch: usize, device: &Device, args: &Args) -> Result<f64, String> {
    let net = network(args.width, device);
    let t = Tensor::<1, Int>::full([batch], 500, device);
    let mut x = images(batch, device);
    median(device, args.turns, args.steps, || {
        let predicted = net.forward(x.clone(), t.clone());
        x = (x.clone() - predicted * 0.02) * 0.98 + noise_like(&x) * 0.14;
    })
}

fn noising(work: Work, batch: usize, device: &Device, args: &Args) -> Result<f64, String> {
    let schedule = NoiseScheduler::new(&Reference, ScheduleKind::Linear, TIMESTEPS)
        .map_err(|error| error.to_string())?;
    let x0 = images(batch, device);
    median(device, args.turns, args.steps * 10, || match work {
        Work::Jump => drop(Reference.direct(x0.clone(), schedule.last(), &schedule)),
        _ => drop(Reference.training_sample(x0.clone(), &schedule)),
    })
}
