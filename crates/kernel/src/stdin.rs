//! Standard input of cells: the client that sent a cell is asked for each line that it reads.

use engine::Input;
use jupyter_protocol::{InputRequest, JupyterMessage, JupyterMessageContent, StreamContent};
use jupyter_zmq_client::{KernelStdinConnection, RouterRecvConnection, RouterSendConnection};
use tokio::sync::mpsc;

use crate::incoming::receive;
use crate::publish::{Publisher, child};

const NOBODY: &str = "note: the cell reads standard input, but this client takes none (`allow_stdin`): it is at its end\n";

/// What clients send to say that no more comes.
const END: &str = "\u{4}";

/// Asks clients, one question at a time.
pub(crate) struct Stdin {
    questions: RouterSendConnection,
    replies: mpsc::UnboundedReceiver<JupyterMessage>,
    /// The question's message, and who wants the answer.
    open: Option<(String, Input)>,
    /// Whether the running cell was told that nobody can be asked.
    told: bool,
}

impl Stdin {
    /// Speaks over `connection`.
    pub(crate) fn new(connection: KernelStdinConnection) -> Self {
        let (questions, answers) = connection.split();
        let (sender, replies) = mpsc::unbounded_channel();
        tokio::spawn(relay(answers, sender));
        Self {
            questions,
            replies,
            open: None,
            told: false,
        }
    }

    /// A cell begins: earlier questions are no longer open.
    pub(crate) fn begin(&mut self) {
        self.open = None;
        self.told = false;
    }

    /// Asks the client of `cell`, if that can be asked; otherwise the input is at its end.
    pub(crate) async fn ask(&mut self, cell: &JupyterMessage, input: Input, publisher: &Publisher) {
        let allowed = matches!(&cell.content, JupyterMessageContent::ExecuteRequest(request) if request.allow_stdin);
        if !allowed {
            if !std::mem::replace(&mut self.told, true) {
                publisher.publish(cell, StreamContent::stderr(NOBODY)).await;
            }
            return;
        }
        // What is there already answers an earlier question.
        while self.replies.try_recv().is_ok() {}
        let question = InputRequest {
            prompt: String::new(),
            password: false,
        };
        let message = child(Some(cell), question);
        let id = message.header.msg_id.clone();
        // A client that is gone answers nothing.
        if self.questions.send(message).await.is_ok() {
            self.open = Some((id, input));
        }
    }

    /// Passes on the next answer.
    pub(crate) async fn next(&mut self) {
        let Some(reply) = self.replies.recv().await else {
            return std::future::pending().await;
        };
        let JupyterMessageContent::InputReply(content) = &reply.content else {
            return;
        };
        let asked = reply.parent_header.as_ref().map(|header| &header.msg_id);
        // Not every client says which question it answers.
        if let Some((_, input)) = self
            .open
            .take_if(|(id, _)| asked.is_none_or(|asked| asked == id))
            && content.value != END
        {
            input.line(&content.value);
        }
    }
}

async fn relay(mut answers: RouterRecvConnection, replies: mpsc::UnboundedSender<JupyterMessage>) {
    loop {
        let reply = receive(&mut answers).await;
        if replies.send(reply.message).is_err() {
            return;
        }
    }
}
