//! What the parts of a kernel share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jupyter_protocol::JupyterMessage;
use tokio::sync::Mutex as AsyncMutex;

use crate::interrupt::Interrupt;
use crate::knowledge::{Library, Session};
use crate::publish::Publisher;

/// A session, shared between the thread that talks and the one that runs cells.
#[derive(Clone, Default)]
pub(crate) struct Knowledge {
    session: Arc<Mutex<Session>>,
    /// What is known of crates.
    pub(crate) library: Library,
}

impl Knowledge {
    /// Nothing yet of the session.
    pub(crate) fn new(library: Library) -> Self {
        Self {
            session: Arc::default(),
            library,
        }
    }

    /// The session, for a moment.
    pub(crate) fn lock(&self) -> MutexGuard<'_, Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One kernel, as its channels see it.
pub(crate) struct Kernel {
    pub(crate) publisher: Publisher,
    pub(crate) interrupt: Arc<Interrupt>,
    pub(crate) knowledge: Knowledge,
    running: AsyncMutex<Option<JupyterMessage>>,
}

impl Kernel {
    /// A kernel that publishes through `publisher`.
    pub(crate) fn new(
        publisher: Publisher,
        interrupt: Arc<Interrupt>,
        knowledge: Knowledge,
    ) -> Self {
        Self {
            publisher,
            interrupt,
            knowledge,
            running: AsyncMutex::new(None),
        }
    }

    /// A cell begins.
    pub(crate) async fn begin(&self, request: &JupyterMessage) {
        *self.running.lock().await = Some(request.clone());
        self.publisher.busy(request).await;
    }

    /// The cell has ended.
    pub(crate) async fn end(&self, request: &JupyterMessage) {
        let mut running = self.running.lock().await;
        *running = None;
        self.publisher.idle(request).await;
    }

    /// Another request is answered. Clients take `idle` for the whole kernel, so they are told again when a cell still runs.
    pub(crate) async fn answered(&self, request: &JupyterMessage) {
        // Held while publishing: the cell's own `idle` must come last.
        let running = self.running.lock().await;
        self.publisher.idle(request).await;
        if let Some(cell) = running.as_ref() {
            self.publisher.busy(cell).await;
        }
    }
}
