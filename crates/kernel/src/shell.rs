//! Requests on the shell channel: cells are queued, all else is answered at once, even while a cell runs.

use std::ops::ControlFlow;
use std::sync::Arc;

use jupyter_protocol::{
    CommClose, CommInfoReply, HistoryReply, JupyterMessage, JupyterMessageContent,
};
use jupyter_zmq_client::{RouterRecvConnection, RouterSendConnection};
use tokio::sync::mpsc;

use crate::incoming::{Request, receive};
use crate::kernel::Kernel;
use crate::knowledge::{complete, inspect, is_complete};
use crate::publish::child;
use crate::{control, info, replies};

/// Serves the channel until a client asks to shut down.
pub(crate) async fn serve(
    kernel: Arc<Kernel>,
    mut requests: RouterRecvConnection,
    mut answers: RouterSendConnection,
    queue: mpsc::UnboundedSender<JupyterMessage>,
) {
    loop {
        let request = receive(&mut requests).await;
        if let JupyterMessageContent::ExecuteRequest(_) = request.message.content {
            // The queue lives as long as the kernel.
            let _ = queue.send(request.message);
        } else if answer(&kernel, &request, &mut answers).await.is_break() {
            return;
        }
    }
}

/// Answers any request save for cells; the same requests are understood on shell and control.
pub(crate) async fn answer(
    kernel: &Kernel,
    request: &Request,
    answers: &mut RouterSendConnection,
) -> ControlFlow<()> {
    let message = &request.message;
    kernel.publisher.busy(message).await;
    if let Some(content) = reply(kernel, request) {
        send(answers, message, content).await;
    }
    if let JupyterMessageContent::CommOpen(comm) = &message.content {
        // Nobody here listens to comms.
        let close = CommClose {
            comm_id: comm.comm_id.clone(),
            data: serde_json::Map::new(),
        };
        kernel.publisher.publish(message, close).await;
    }
    let flow = control::obey(kernel, message, answers).await;
    kernel.answered(message).await;
    flow
}

/// Sends a reply to whom asked.
pub(crate) async fn send(
    answers: &mut RouterSendConnection,
    request: &JupyterMessage,
    content: impl Into<JupyterMessageContent>,
) {
    if let Err(error) = answers.send(child(Some(request), content)).await {
        // A client that went away before its answer.
        eprintln!(
            "noisebook-kernel: cannot answer `{}`: {error}",
            request.header.msg_type
        );
    }
}

fn reply(kernel: &Kernel, request: &Request) -> Option<JupyterMessageContent> {
    use JupyterMessageContent as Content;
    let session = || kernel.knowledge.lock();
    if let Some(problem) = &request.problem {
        return replies::refusal(&request.message.header.msg_type, Some(problem));
    }
    Some(match &request.message.content {
        Content::KernelInfoRequest(_) => info::kernel_info().into(),
        Content::CompleteRequest(asked) => {
            let library = kernel.knowledge.library.index();
            replies::completion(complete(
                &asked.code,
                asked.cursor_pos,
                &mut session(),
                &library,
            ))
            .into()
        }
        Content::InspectRequest(asked) => {
            let library = kernel.knowledge.library.index();
            let detail = asked.detail_level.unwrap_or(0) > 0;
            replies::inspection(inspect(
                &asked.code,
                asked.cursor_pos,
                detail,
                &mut session(),
                &library,
            ))
            .into()
        }
        Content::IsCompleteRequest(asked) => replies::completeness(is_complete(&asked.code)).into(),
        Content::HistoryRequest(asked) => HistoryReply::new(session().history.answer(asked)).into(),
        Content::CommInfoRequest(_) => CommInfoReply::default().into(),
        Content::InterruptRequest(_) | Content::ShutdownRequest(_) => return None,
        _ => return replies::refusal(&request.message.header.msg_type, None),
    })
}
