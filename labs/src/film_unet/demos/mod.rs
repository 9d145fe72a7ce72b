//! Given demos: what the exercises are for, in figures and tables. Each runs over anything that implements the traits.

mod convergence;
mod design;
mod embedding;
mod experiments;
mod given;
mod modulation;
mod network;
mod noise;
mod sampling;
mod schedules;
mod throughput;

pub use convergence::{Convergence, convergence};
pub use design::{design_choices, tuning_choices};
pub use embedding::embedding_figure;
pub use experiments::{Experiment, ExperimentError, compare_orders, compare_schedules};
pub use given::{RecognitionError, class_recognition, given_conditional, given_network};
pub use modulation::{lost_in_the_norm, modulation_figure};
pub use network::{architecture_diagram, block_diagram, shape_walk};
pub use noise::{coefficient_table, noise_strip};
pub use sampling::{Emerging, Sampling, class_grid, class_labels, digit_grid};
pub use schedules::{schedule_figure, schedule_table};
pub use throughput::batch_sizes;

use burn::tensor::Tensor;
use diffusion::ArgumentError;

/// Fails unless the tensor holds `least` images of one channel at least, with sides that 4 divides.
fn images(argument: &'static str, x: &Tensor<4>, least: usize) -> Result<usize, ArgumentError> {
    let [batch, channels, height, width] = x.dims();
    let sides = height > 0 && width > 0 && height.is_multiple_of(4) && width.is_multiple_of(4);
    if batch >= least && channels == 1 && sides {
        return Ok(batch);
    }
    Err(ArgumentError {
        argument,
        expected: format!(
            "[batch, 1, height, width] with batch ≥ {least} and sides that 4 divides"
        ),
        got: format!("{:?}", x.dims()),
        hint: "`digits.images(0..64, &device())?` are images as the network takes them",
    })
}

/// A count of at least 1.
fn positive(argument: &'static str, count: usize, hint: &'static str) -> Result<(), ArgumentError> {
    if count > 0 {
        return Ok(());
    }
    Err(ArgumentError {
        argument,
        expected: "1 or more".into(),
        got: "0".into(),
        hint,
    })
}

/// 1234567 as 1,234,567.
fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let groups: Vec<&str> = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .filter_map(|group| std::str::from_utf8(group).ok())
        .collect();
    groups.join(",")
}
