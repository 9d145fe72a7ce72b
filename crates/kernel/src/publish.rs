//! The iopub channel: what all clients of a kernel see.

use jupyter_protocol::{JupyterMessage, JupyterMessageContent, Status};
use jupyter_zmq_client::KernelIoPubConnection;
use tokio::sync::mpsc;

/// Version of the protocol that is spoken.
pub(crate) const PROTOCOL: &str = "5.4";

/// Messages that may wait before senders do.
const WAITING: usize = 64;

/// A message in answer to `parent`.
pub(crate) fn child(
    parent: Option<&JupyterMessage>,
    content: impl Into<JupyterMessageContent>,
) -> JupyterMessage {
    let mut message = JupyterMessage::new(content, parent);
    message.header.version = PROTOCOL.to_owned();
    message.header.username = "kernel".to_owned();
    message
}

/// Publishes messages in the order in which they are given.
#[derive(Clone)]
pub(crate) struct Publisher(mpsc::Sender<JupyterMessage>);

/// A publisher, and the task that sends for it.
pub(crate) fn publisher(
    connection: KernelIoPubConnection,
) -> (Publisher, impl Future<Output = ()>) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (Publisher(sender), send(connection, receiver))
}

async fn send(mut connection: KernelIoPubConnection, mut messages: mpsc::Receiver<JupyterMessage>) {
    while let Some(mut message) = messages.recv().await {
        // The first frame is what clients subscribe to; a request's is its client.
        message.zmq_identities = vec![message.header.msg_type.clone().into()];
        if let Err(error) = connection.send(message).await {
            eprintln!("noisebook-kernel: cannot publish a message: {error}");
        }
    }
}

impl Publisher {
    /// Publishes what happens on behalf of `parent`.
    pub(crate) async fn publish(
        &self,
        parent: &JupyterMessage,
        content: impl Into<JupyterMessageContent>,
    ) {
        self.put(child(Some(parent), content)).await;
    }

    /// Publishes what happens on nobody's behalf.
    pub(crate) async fn announce(&self, content: impl Into<JupyterMessageContent>) {
        self.put(child(None, content)).await;
    }

    /// Says that the kernel works for `parent`.
    pub(crate) async fn busy(&self, parent: &JupyterMessage) {
        self.publish(parent, Status::busy()).await;
    }

    /// Says that the kernel has done all for `parent`.
    pub(crate) async fn idle(&self, parent: &JupyterMessage) {
        self.publish(parent, Status::idle()).await;
    }

    async fn put(&self, message: JupyterMessage) {
        // The other end is gone only when the kernel ends.
        let _ = self.0.send(message).await;
    }
}
