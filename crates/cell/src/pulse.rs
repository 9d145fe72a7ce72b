//! Interrupts that keep variables: loops ask now and then whether the reader wants them to stop.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// Payload of the panic that ends an interrupted cell.
pub(crate) struct Interrupted;

/// Ends the cell if the reader asked for it. The engine puts a call into every loop of a cell.
#[inline]
pub fn pulse() {
    if ASKED.load(Ordering::Relaxed) {
        stop();
    }
}

#[cold]
fn stop() {
    if ASKED.swap(false, Ordering::Relaxed) {
        resume_unwind(Box::new(Interrupted));
    }
}

/// Forgets an interrupt that came too late for the cell before.
pub(crate) fn reset() {
    ASKED.store(false, Ordering::Relaxed);
}

/// From now on SIGINT asks instead of killing.
pub(crate) fn listen() {
    extern "C" fn ask(_: libc::c_int) {
        ASKED.store(true, Ordering::Relaxed);
    }
    let handler: extern "C" fn(libc::c_int) = ask;
    // SAFETY: the handler only stores to an atomic, which is async-signal-safe.
    unsafe {
        libc::signal(libc::SIGINT, handler as libc::sighandler_t);
    }
}
