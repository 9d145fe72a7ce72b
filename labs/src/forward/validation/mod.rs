//! Given: does a whole forward process hold together, and where do its numbers become inexact?

mod checks;
mod ends;
mod extremes;
mod fixes;
mod precision;
mod report;

pub use extremes::extreme_timesteps;
pub use fixes::{stability_figure, stability_fixes};
pub use precision::precision_limits;
pub use report::{Finding, ValidationReport};

use burn::tensor::Tensor;
use diffusion::{ArgumentError, Schedule};

use super::arguments;
use super::{ForwardJump, TrainingData};

/// Five checks of a forward process: variance, both ends, timesteps of the training data, schedule, walk against jump.
///
/// They look at a process as a whole, with its own schedule and its own images, where the check of an exercise looks at one
/// method. A finding is not always a mistake: a schedule may simply not end in noise.
#[derive(Clone, Copy, Debug)]
pub struct Validation<'a, J, D> {
    jump: &'a J,
    data: &'a D,
    schedule: &'a Schedule,
}

/// Statistical checks allow this many standard errors: beyond it, a right process lies with probability below 1e-7.
const STANDARD_ERRORS: f64 = 5.5;

impl<'a, J: ForwardJump, D: TrainingData> Validation<'a, J, D> {
    /// The checks of this jump, these training examples and this schedule.
    pub fn new(jump: &'a J, data: &'a D, schedule: &'a Schedule) -> Self {
        Self {
            jump,
            data,
            schedule,
        }
    }

    /// Runs the checks on the batch `x0`, `[batch, channel, height, width]`.
    ///
    /// # Errors
    /// When `x0` holds no image or a pixel that is not finite, when a beta lies outside (0, 1), or when a timestep came back that
    /// the schedule does not have.
    pub fn run(&self, x0: &Tensor<4>) -> Result<ValidationReport, ArgumentError> {
        arguments::images("x0", x0)?;
        arguments::schedule(self.schedule)?;
        Ok(ValidationReport::new(vec![
            self.variance(x0)?,
            self.ends(x0),
            self.timesteps(x0)?,
            self.tables(),
            self.equivalence(x0)?,
        ]))
    }
}
