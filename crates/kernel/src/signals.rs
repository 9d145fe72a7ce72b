//! Signals to the kernel's process: SIGINT interrupts the cell, SIGTERM and SIGHUP end the kernel.

use std::io;
use std::sync::Arc;

use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::interrupt::Interrupt;

/// The signals that the kernel reacts to.
pub(crate) struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
}

impl Signals {
    /// From now on they no longer kill.
    pub(crate) fn listen() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
        })
    }

    /// Passes interrupts on until a signal asks the kernel to end.
    pub(crate) async fn relay(mut self, interrupt: Arc<Interrupt>) {
        loop {
            tokio::select! {
                _ = self.interrupt.recv() => interrupt.ask(),
                _ = self.terminate.recv() => return,
                _ = self.hang_up.recv() => return,
            }
        }
    }
}
