//! Interrupts that keep variables: long work asks now and then whether the reader wants it to stop.
//!
//! The process that runs cells sets the flag when a signal comes; loops of cells, progress bars and training loops look at it.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};

static REQUESTED: AtomicBool = AtomicBool::new(false);

/// Payload of the unwinding that ends interrupted work.
#[derive(Debug)]
pub struct Interrupted;

/// Asks the work that runs to stop. Only stores a flag, so a signal handler may call it.
pub fn request() {
    REQUESTED.store(true, Ordering::Relaxed);
}

/// Forgets a request that came too late for the work it was meant for.
pub fn clear() {
    REQUESTED.store(false, Ordering::Relaxed);
}

/// Whether the reader asked to stop, for loops that have something to tidy first.
#[inline]
pub fn requested() -> bool {
    REQUESTED.load(Ordering::Relaxed)
}

/// Unwinds with [`Interrupted`] if the reader asked to stop.
#[inline]
pub fn check() {
    if requested() {
        stop();
    }
}

/// The request stays until somebody clears it: other threads of the same work hear it too. What is dropped on the way out
/// may loop once more, and a second panic would end the process.
#[cold]
fn stop() {
    if !std::thread::panicking() {
        resume_unwind(Box::new(Interrupted));
    }
}
