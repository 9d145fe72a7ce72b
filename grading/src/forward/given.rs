//! What the tests of section 3 are given: schedules of no named kind, and their timesteps.

use exercise::Inputs;
use labs::forward::{NoiseSchedules, Schedule, Timestep};
use solutions::forward::Reference;

/// 9,216 elements, in images that are not square.
pub const SIZE: [usize; 4] = [16, 2, 12, 24];

/// A schedule of no named kind: neighbouring betas differ by a factor of 2 at least.
pub fn uneven(inputs: &mut Inputs, timesteps: usize) -> Schedule {
    let beta = |t: usize, inputs: &mut Inputs| {
        if t.is_multiple_of(2) {
            inputs.uniform(0.03, 0.1)
        } else {
            inputs.uniform(0.25, 0.5)
        }
    };
    let betas: Vec<f64> = (0..timesteps).map(|t| beta(t, inputs)).collect();
    Reference.precompute(&betas)
}

/// Timestep `t`, which the schedule has.
pub fn at(schedule: &Schedule, t: usize) -> Timestep {
    schedule.timestep(t).unwrap_or(Timestep::CLEAN)
}
