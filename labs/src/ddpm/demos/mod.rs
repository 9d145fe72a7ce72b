//! Given demos: what the exercises are for, in figures and tables.

mod comparison;
mod cost;
mod diagnostic;
mod forward;
mod network;
mod outlook;
mod walk;

pub use comparison::{Comparison, compare};
pub use cost::{Cost, measure_cost};
pub use diagnostic::estimates;
pub use forward::{ForwardDemo, milestones, schedule_figure};
pub use network::{architecture_diagram, network_table};
pub use outlook::{takeaways, vae_and_diffusion};
pub use walk::{ReverseDemo, Walk};

use burn::tensor::Tensor;
use diffusion::ArgumentError;
use noisebook_runtime::figure::Values;

/// Images `[batch, channel, height, width]`, `least` of them at least, every pixel finite; how many there are.
fn images(argument: &'static str, x: &Tensor<4>, least: usize) -> Result<usize, ArgumentError> {
    let shape = x.dims();
    let refuse = |expected: String, got: String| {
        Err(ArgumentError {
            argument,
            expected,
            got,
            hint: "images are `[batch, channel, height, width]`, for example `batch` of this notebook",
        })
    };
    if shape[0] < least || shape.contains(&0) {
        let expected = format!("images with pixels, at least {least}");
        return refuse(expected, format!("shape {shape:?}"));
    }
    let values = x.clone().into_values();
    let bad = values.iter().filter(|pixel| !pixel.is_finite()).count();
    if bad > 0 {
        let got = format!("{bad} of {} that are NaN or infinite", values.len());
        return refuse("finite pixels".into(), got);
    }
    Ok(shape[0])
}

/// A count of at least 1.
fn positive(argument: &'static str, count: usize) -> Result<(), ArgumentError> {
    if count > 0 {
        return Ok(());
    }
    Err(ArgumentError {
        argument,
        expected: "1 or more".into(),
        got: "0".into(),
        hint: "none at all make no figure",
    })
}
