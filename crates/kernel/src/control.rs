//! The control channel: what must get through while a cell runs.

use std::ops::ControlFlow;
use std::sync::Arc;

use jupyter_protocol::{InterruptReply, JupyterMessage, JupyterMessageContent, ShutdownReply};
use jupyter_zmq_client::{KernelControlConnection, RouterSendConnection};

use crate::incoming::receive;
use crate::kernel::Kernel;
use crate::shell::{answer, send};

/// Serves the channel until a client asks to shut down.
pub(crate) async fn serve(kernel: Arc<Kernel>, connection: KernelControlConnection) {
    let (mut answers, mut requests) = connection.split();
    loop {
        let request = receive(&mut requests).await;
        if answer(&kernel, &request, &mut answers).await.is_break() {
            return;
        }
    }
}

/// Carries out an order; other messages are none.
pub(crate) async fn obey(
    kernel: &Kernel,
    message: &JupyterMessage,
    answers: &mut RouterSendConnection,
) -> ControlFlow<()> {
    match &message.content {
        JupyterMessageContent::InterruptRequest(_) => {
            kernel.interrupt.ask();
            send(answers, message, InterruptReply::new()).await;
            ControlFlow::Continue(())
        }
        JupyterMessageContent::ShutdownRequest(request) => {
            let reply = ShutdownReply {
                restart: request.restart,
                ..ShutdownReply::default()
            };
            send(answers, message, reply.clone()).await;
            // The other clients of this kernel should know.
            kernel.publisher.publish(message, reply).await;
            ControlFlow::Break(())
        }
        _ => ControlFlow::Continue(()),
    }
}
