//! What the tests of section 3 are given: schedules of no named kind, and their timesteps.

use labs::forward::{Schedule, Timestep};

pub use crate::given::uneven;

/// 9,216 elements, in images that are not square.
pub const SIZE: [usize; 4] = [16, 2, 12, 24];

/// Timestep `t`, which the schedule has.
pub fn at(schedule: &Schedule, t: usize) -> Timestep {
    schedule.timestep(t).unwrap_or(Timestep::CLEAN)
}
