//! What a larger batch costs on this machine.

use std::time::Instant;

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule};
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Table, autodiff_device};

use super::positive;
use crate::film_unet::{FilmDenoiser, FilmForward, Network, TrainingStep, UNetConfig};

/// Time and images a second of a training step, forwards and backwards, for several sizes of the batch: the fastest of two, after a warm-up.
///
/// # Errors
/// When the configuration is not sound, or a batch is empty.
pub fn batch_sizes(
    forward: &impl FilmForward,
    step: &impl TrainingStep,
    schedule: &Schedule,
    config: UNetConfig,
    sizes: &[usize],
) -> Result<Table, ArgumentError> {
    let device = autodiff_device();
    let network = config.init(&device)?;
    let weights = vec![1.0; schedule.timesteps()];
    let mut table = Table::new(["batch", "one step", "images a second"])
        .title("A training step on this machine");
    for &size in sizes {
        positive("sizes", size, "a batch has one image at least")?;
        let seconds = (0..3).map(|_| {
            let x0 = Tensor::zeros([size, 1, 28, 28], &device);
            let denoiser = FilmDenoiser {
                answer: forward,
                network: &network,
            };
            let start = Instant::now();
            let loss = step.train_step(&Network::of(&denoiser), x0, schedule, &weights);
            let value = loss.clone().inner().into_values();
            let _gradients = loss.backward();
            std::hint::black_box(value);
            start.elapsed().as_secs_f64()
        });
        let best = seconds.skip(1).fold(f64::INFINITY, f64::min);
        table.push([
            size.to_string(),
            format!("{best:.3} s"),
            format!("{:.0}", size as f64 / best),
        ]);
    }
    Ok(table)
}
