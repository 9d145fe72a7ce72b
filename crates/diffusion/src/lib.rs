//! What all labs share: the noise schedule's tables, checked timesteps, and errors about arguments.
//!
//! Timesteps are 1-based: `t = 1..=T` are the noisy images, `t = 0` is the clean one. Tables are 0-based, so that the value of
//! timestep `t` stands at index `t - 1`.

mod argument;
mod schedule;
mod step;
#[cfg(test)]
mod tests;
mod timestep;

pub use argument::ArgumentError;
pub use schedule::Schedule;
pub use step::Step;
pub use timestep::Timestep;
