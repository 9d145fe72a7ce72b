//! Training, sampling, weights and measures on a tiny network.
//!
//! The device's random numbers are the process's, so tests that draw take turns: see [`turn`].

mod live;
mod quality;
mod sampling;
mod support;
mod trainer;
mod weights;

use std::sync::{Mutex, MutexGuard};

/// Until it is dropped, no other test of this process draws random numbers.
fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}
