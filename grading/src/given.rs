//! What the tests of several labs are given.

use exercise::Inputs;
use labs::forward::{NoiseSchedules, Schedule};

/// A schedule of no named kind: neighbouring betas differ by a factor of 2 at least.
pub fn uneven(inputs: &mut Inputs, timesteps: usize) -> Schedule {
    let mut beta = |t: usize| {
        if t.is_multiple_of(2) {
            inputs.uniform(0.03, 0.1)
        } else {
            inputs.uniform(0.25, 0.5)
        }
    };
    let betas: Vec<f64> = (0..timesteps).map(&mut beta).collect();
    solutions::forward::Reference.precompute(&betas)
}
