//! Ctrl-C stops training between two steps, with a checkpoint; a second one ends the program.

/// Makes the first Ctrl-C a request.
#[cfg(unix)]
pub fn on_interrupt() {
    extern "C" fn request(_: libc::c_int) {
        noisebook_runtime::interrupt::request();
        // SAFETY: `signal` may be called from a handler; the default ends the program.
        unsafe { libc::signal(libc::SIGINT, libc::SIG_DFL) };
    }
    let handler: extern "C" fn(libc::c_int) = request;
    // SAFETY: the handler stores a flag and calls what a handler may call.
    unsafe { libc::signal(libc::SIGINT, handler as libc::sighandler_t) };
}

/// Elsewhere Ctrl-C ends the program; the checkpoint of the last epoch is there.
#[cfg(not(unix))]
pub fn on_interrupt() {}
