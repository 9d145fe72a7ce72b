//! How fast training examples come.

use burn::tensor::Tensor;
use diffusion::ArgumentError;
use noisebook_runtime::bench::{human_seconds, median_seconds};
use noisebook_runtime::{Figure, Panel, Table};

use super::TrainingDemo;
use crate::forward::{TrainingData, arguments};

const BATCHES: [usize; 4] = [1, 32, 128, 512];

/// Untimed and timed calls for each batch.
const CALLS: (usize, usize) = (10, 31);

/// Times of training examples at several batches.
#[derive(Clone, Debug, PartialEq)]
pub struct Throughput {
    /// One row for each batch.
    pub rows: Vec<ThroughputRow>,
}

/// The time of one call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThroughputRow {
    /// Images of the batch.
    pub batch: usize,
    /// Median time of a call in seconds.
    pub seconds: f64,
}

impl ThroughputRow {
    /// Training examples each second.
    pub fn per_second(&self) -> f64 {
        self.batch as f64 / self.seconds
    }
}

impl<T: TrainingData> TrainingDemo<'_, T> {
    /// Times batches of 1, 32, 128 and 512 images taken from `x0` over and over: medians, after untimed calls to warm up.
    ///
    /// # Errors
    /// When `x0` holds no image or a pixel that is not finite.
    pub fn throughput(&self, x0: &Tensor<4>) -> Result<Throughput, ArgumentError> {
        let images = arguments::images("x0", x0)?;
        let timed = |batch: usize| {
            let enough = x0.clone().repeat_dim(0, batch.div_ceil(images));
            let batch_of = enough.narrow(0, 0, batch);
            let call = || {
                let examples = self.answer.training_sample(batch_of.clone(), self.schedule);
                // A device may still be at work when a call returns.
                let _ = examples.0.device().sync();
                examples
            };
            let seconds = median_seconds(CALLS.0, CALLS.1, call);
            ThroughputRow { batch, seconds }
        };
        let rows = BATCHES.map(timed).to_vec();
        Ok(Throughput { rows })
    }
}

impl Throughput {
    /// Time of a call and examples per second for each batch.
    pub fn table(&self) -> Table {
        let table = Table::new(["batch", "one call", "examples per second"])
            .title("Training examples: median times");
        self.rows.iter().fold(table, |table, row| {
            table.row([
                row.batch.to_string(),
                human_seconds(row.seconds),
                thousands(row.per_second()),
            ])
        })
    }

    /// Examples per second for each batch.
    pub fn figure(&self) -> Figure {
        let batches = self.rows.iter().map(|row| row.batch.to_string());
        let rates: Vec<f64> = self.rows.iter().map(ThroughputRow::per_second).collect();
        let panel = Panel::new("")
            .x_label("images in the batch")
            .y_label("examples per second")
            .bars("", batches, rates);
        Figure::new("A batch shares the cost of a call")
            .width(560)
            .panel(panel)
    }
}

/// A whole number in groups of three digits.
fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(",")
}
