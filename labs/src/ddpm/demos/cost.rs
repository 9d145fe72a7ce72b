//! What training and sampling cost, per image.

use burn::module::Module;
use burn::tensor::{Device, Int, Tensor};
use diffusion::ArgumentError;
use noisebook_runtime::bench::{human_seconds, median_seconds};
use noisebook_runtime::data::SIDE;
use noisebook_runtime::{Table, autodiff_device, device, noise_like};
use training::Plan;

use super::positive;
use crate::ddpm::SimpleUNet;
use crate::ddpm::training::network;

/// Measured times of a network.
#[derive(Clone, Debug)]
pub struct Cost {
    /// Images of a pass.
    pub batch: usize,
    /// One step of training without the optimizer: forward, loss, backward. Seconds.
    pub training: f64,
    /// One pass without gradients. Seconds.
    pub pass: f64,
    timesteps: usize,
}

/// Times a step of training and a pass without gradients, on `batch` images, with a network of the plan's width.
///
/// # Errors
/// When `batch` is 0.
pub fn measure_cost(plan: &Plan, batch: usize) -> Result<Cost, ArgumentError> {
    positive("batch", batch)?;
    let given = |device: &Device| {
        let x = noise_like(&Tensor::<4>::zeros([batch, 1, SIDE, SIDE], device));
        (x, Tensor::<1, Int>::full([batch], 500, device))
    };
    let trained: SimpleUNet = network(plan).train();
    let (x, t) = given(&autodiff_device());
    let training = median_seconds(1, 3, || {
        let loss = trained.forward(x.clone(), t.clone()).powi_scalar(2).mean();
        loss.backward();
        loss.into_scalar::<f32>()
    });
    let plain = network(plan);
    let (x, t) = given(&device());
    let pass = median_seconds(1, 3, || {
        plain
            .forward(x.clone(), t.clone())
            .sum()
            .into_scalar::<f32>()
    });
    Ok(Cost {
        batch,
        training,
        pass,
        timesteps: plan.timesteps,
    })
}

impl Cost {
    /// What one image costs in training and in sampling, and what many images cost.
    pub fn table(&self) -> Table {
        let n = self.batch as f64;
        let (step, pass) = (self.training / n, self.pass / n);
        let row = |what: &str, passes: f64, seconds: f64| {
            let ratio = seconds / step;
            [
                what.to_owned(),
                format!("{passes:.0}"),
                human_seconds(seconds),
                format!("{ratio:.*} ×", usize::from(ratio < 10.0)),
            ]
        };
        let all = self.timesteps as f64;
        Table::new(["for one image", "passes", "time", "of a training step"])
            .title(format!("Measured on {} images at a time", self.batch))
            .row([
                "a step of training".to_owned(),
                "about 3".into(),
                human_seconds(step),
                "1 ×".into(),
            ])
            .row(row("one pass of the sampler", 1.0, pass))
            .row(row("drawn in 50 steps", 50.0, 50.0 * pass))
            .row(row(
                &format!("drawn in all {} steps", self.timesteps),
                all,
                all * pass,
            ))
    }

    /// The same sampler for more images and larger ones, were the time proportional to the pixels.
    pub fn at_scale(&self) -> Table {
        let pass = self.pass / self.batch as f64;
        let mut table = Table::new([
            "images",
            "28 × 28, 1000 steps",
            "28 × 28, 50 steps",
            "256 × 256, 1000 steps",
            "latents 64 × 64, 50 steps",
        ])
        .title("At scale, on this machine, if time grew with the pixels alone");
        let time = |images: f64, side: f64, steps: f64| {
            long(images * steps * pass * (side / SIDE as f64).powi(2))
        };
        for images in [1.0, 64.0, 10_000.0, 1_000_000.0] {
            table.push([
                format!("{images}"),
                time(images, 28.0, 1000.0),
                time(images, 28.0, 50.0),
                time(images, 256.0, 1000.0),
                time(images, 64.0, 50.0),
            ]);
        }
        table
    }
}

/// A duration that may be days or years.
fn long(seconds: f64) -> String {
    const DAY: f64 = 86_400.0;
    match seconds {
        s if s < 7200.0 => human_seconds(s),
        s if s < 2.0 * DAY => format!("{:.0} hours", s / 3600.0),
        s if s < 730.0 * DAY => format!("{:.0} days", s / DAY),
        s => format!("{:.0} years", s / (365.0 * DAY)),
    }
}
