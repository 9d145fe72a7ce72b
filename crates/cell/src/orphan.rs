//! Cells whose engine is gone have nobody to show anything to: they end, however busy they are.

use cell_wire::ORDERS;

/// Ends this process and whatever it started as soon as the engine's end of the pipe of orders is closed.
pub(crate) fn end_with_engine() {
    let watch = || {
        wait_for_hang_up();
        // SAFETY: plain system call; the engine made this process the leader of a group of its own.
        unsafe { libc::kill(0, libc::SIGKILL) };
    };
    // Without the thread, only an engine that dies without a word leaves a busy cell behind.
    let _ = std::thread::Builder::new()
        .name("orphan".into())
        .stack_size(64 << 10)
        .spawn(watch);
}

fn wait_for_hang_up() {
    // No event is asked for: a hang-up is reported all the same.
    let mut fds = [libc::pollfd {
        fd: ORDERS,
        events: 0,
        revents: 0,
    }];
    loop {
        // SAFETY: the array outlives the call.
        let found = unsafe { libc::poll(fds.as_mut_ptr(), 1, -1) };
        if found > 0 {
            return;
        }
    }
}
