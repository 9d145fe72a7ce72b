//! Partial lines are seen while a cell runs: stdout, which keeps a line until its end, is flushed again and again.

use std::io::Write;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, Thread, park, sleep};
use std::time::Duration;

/// Below what a reader notices.
const EVERY: Duration = Duration::from_millis(50);

static RUNNING: AtomicBool = AtomicBool::new(false);
static FLUSHER: OnceLock<Thread> = OnceLock::new();

/// Starts the thread that flushes; it sleeps between cells.
pub(crate) fn start() {
    let flush = || {
        loop {
            while RUNNING.load(Ordering::Acquire) {
                sleep(EVERY);
                stdout();
            }
            park();
        }
    };
    // Without the thread, partial lines are seen at the end of their cell.
    if let Ok(thread) = Builder::new()
        .name("flush".into())
        .stack_size(64 << 10)
        .spawn(flush)
    {
        let _ = FLUSHER.set(thread.thread().clone());
    }
}

/// A cell begins.
pub(crate) fn begin() {
    RUNNING.store(true, Ordering::Release);
    FLUSHER.get().into_iter().for_each(Thread::unpark);
}

/// The cell has ended.
pub(crate) fn end() {
    RUNNING.store(false, Ordering::Release);
    stdout();
}

/// Lets go what was printed so far.
pub(crate) fn stdout() {
    // A closed stdout is the cell's own doing.
    let _ = std::io::stdout().flush();
}
