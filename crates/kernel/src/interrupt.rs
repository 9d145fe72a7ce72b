//! Interrupts: asked for on one thread, looked for on the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether a cell runs and whether it should stop.
#[derive(Debug, Default)]
pub(crate) struct Interrupt {
    running: AtomicBool,
    wanted: Arc<AtomicBool>,
    stopping: AtomicBool,
}

impl Interrupt {
    /// A cell begins; interrupts of the one before are forgotten.
    pub(crate) fn begin(&self) {
        self.wanted.store(self.is_stopping(), Ordering::SeqCst);
        self.running.store(true, Ordering::SeqCst);
    }

    /// The cell has ended.
    pub(crate) fn end(&self) {
        self.running.store(false, Ordering::SeqCst);
    }

    /// Asks the running cell to stop; nothing happens when none runs.
    pub(crate) fn ask(&self) {
        if self.is_running() {
            self.wanted.store(true, Ordering::SeqCst);
        }
    }

    /// The kernel ends: whatever runs should stop.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
        self.wanted.store(true, Ordering::SeqCst);
    }

    /// Whether a cell runs.
    pub(crate) fn is_running(&self) -> bool {
        self.running.load(Ordering::SeqCst)
    }

    /// Whether the kernel ends.
    pub(crate) fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::SeqCst)
    }

    /// Whether the running cell should stop.
    pub(crate) fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::SeqCst) || self.is_stopping()
    }

    /// The same, for whoever knows no kernel.
    pub(crate) fn flag(&self) -> Arc<AtomicBool> {
        self.wanted.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interrupt_hits_the_running_cell_only() {
        let interrupt = Interrupt::default();
        interrupt.ask();
        interrupt.begin();
        assert!(!interrupt.is_wanted());
        interrupt.ask();
        assert!(interrupt.is_wanted());
        interrupt.end();
        interrupt.begin();
        assert!(!interrupt.is_wanted());
    }
}
