//! Interrupts that keep variables.

use noisebook_runtime::interrupt;

/// Ends the cell if the reader asked for it. The engine puts a call into every loop of a cell.
#[inline]
pub fn pulse() {
    interrupt::check();
}

/// From now on SIGINT asks instead of killing.
pub(crate) fn listen() {
    extern "C" fn ask(_: libc::c_int) {
        interrupt::request();
    }
    let handler: extern "C" fn(libc::c_int) = ask;
    // SAFETY: the handler only stores to an atomic, which is async-signal-safe.
    unsafe {
        libc::signal(libc::SIGINT, handler as libc::sighandler_t);
    }
}
