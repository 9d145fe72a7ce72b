//! Samplers side by side, from the same noise.

use std::time::Instant;

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule};
use noisebook_runtime::bench::human_seconds;
use noisebook_runtime::data::SIDE;
use noisebook_runtime::{Figure, ImageGrid, Table, device, noise_like};
use training::{Denoiser, Sampler};

use super::positive;

/// Digits of several samplers, all from the same x_T.
#[derive(Clone, Debug)]
pub struct Comparison {
    rows: Vec<Row>,
    count: usize,
}

#[derive(Clone, Debug)]
struct Row {
    name: String,
    steps: usize,
    images: Tensor<4>,
    /// Drawn a second time from the same x_T.
    again: Tensor<4>,
    seconds: f64,
}

/// Draws `count` digits with `steps` steps of DDPM's rule, with as many and with fewer steps of DDIM, all from the same x_T, twice.
///
/// Source of DDIM: arXiv 2010.02502, equation 12 with σ = 0.
///
/// # Errors
/// When `count` is 0, or `steps` lies outside 1..=T.
pub fn compare(
    network: &impl Denoiser,
    schedule: &Schedule,
    count: usize,
    steps: usize,
) -> Result<Comparison, ArgumentError> {
    positive("count", count)?;
    let few = (steps / 5).max(1);
    let noise = noise_like(&Tensor::<4>::zeros([count, 1, SIDE, SIDE], &device()));
    let draw = |name: &str, steps: usize, sampler: Sampler| {
        let start = Instant::now();
        let images = sampler.sample(network, noise.clone()).images;
        let seconds = start.elapsed().as_secs_f64();
        let again = sampler.sample(network, noise.clone()).images;
        Row {
            name: format!("{name}, {steps} steps"),
            steps,
            images,
            again,
            seconds,
        }
    };
    let rows = vec![
        draw("DDPM", steps, Sampler::ancestral(schedule, steps)?),
        draw("DDIM", steps, Sampler::ddim(schedule, steps)?),
        draw("DDIM", few, Sampler::ddim(schedule, few)?),
    ];
    Ok(Comparison { rows, count })
}

impl Comparison {
    /// For each sampler what came out, and what came out the second time.
    pub fn figure(&self) -> Figure {
        let mut grid = ImageGrid::new("");
        for row in &self.rows {
            grid = grid
                .row(row.name.clone(), &row.images)
                .row("again", &row.again);
        }
        Figure::new("The same starting noise, three samplers, twice each")
            .width(1000)
            .panel(grid)
    }

    /// Times, and how far the second draw is from the first.
    pub fn table(&self) -> Table {
        let headers = [
            "sampler",
            "passes through the network",
            "time",
            "second draw differs by",
        ];
        let mut table = Table::new(headers).title(format!("{} digits at a time", self.count));
        for row in &self.rows {
            let off = (row.images.clone() - row.again.clone()).abs().mean();
            table.push([
                row.name.clone(),
                row.steps.to_string(),
                human_seconds(row.seconds),
                format!("{:.3}", off.into_scalar::<f64>()),
            ]);
        }
        table
    }
}
