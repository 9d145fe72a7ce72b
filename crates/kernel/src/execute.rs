//! The queue of cells: one at a time, in order, until one fails.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jupyter_protocol::{
    ExecuteInput, ExecuteReply, ExecuteRequest, ExecutionCount, JupyterMessage,
    JupyterMessageContent, Payload,
};
use jupyter_zmq_client::RouterSendConnection;
use serde_json::json;
use tokio::sync::mpsc;

use crate::kernel::Kernel;
use crate::knowledge::{Description, inspect};
use crate::publish::child;
use crate::running::Running;
use crate::stdin::Stdin;
use crate::worker::{Cells, Progress};
use crate::{output, replies, shell};

/// After a failure, cells that were sent along with the failed one may still be on their way.
const ON_THE_WAY: Duration = Duration::from_millis(10);

/// Runs queued cells.
pub(crate) struct Queue {
    kernel: Arc<Kernel>,
    cells: mpsc::UnboundedReceiver<JupyterMessage>,
    worker: Cells,
    answers: RouterSendConnection,
    stdin: Stdin,
    /// The last number given to a cell.
    count: usize,
    /// The last cell.
    last: Option<JupyterMessage>,
}

impl Queue {
    /// A queue that takes from `cells` and gives to `worker`.
    pub(crate) fn new(
        kernel: Arc<Kernel>,
        cells: mpsc::UnboundedReceiver<JupyterMessage>,
        worker: Cells,
        answers: RouterSendConnection,
        stdin: Stdin,
    ) -> Self {
        Self {
            kernel,
            cells,
            worker,
            answers,
            stdin,
            count: 0,
            last: None,
        }
    }

    /// Runs cells as they come.
    pub(crate) async fn run(mut self) {
        loop {
            tokio::select! {
                biased;
                Some(progress) = self.worker.late.recv() => self.late(progress).await,
                message = self.cells.recv() => match message {
                    Some(message) => self.take(message).await,
                    None => return,
                }
            }
        }
    }

    /// Runs a cell.
    async fn take(&mut self, message: JupyterMessage) {
        if let JupyterMessageContent::ExecuteRequest(request) = &message.content {
            let request = request.clone();
            self.cell(&message, &request).await;
            self.last = Some(message);
        }
    }

    /// Threads may outlive their cell; what they put out counts as the last cell's.
    async fn late(&self, progress: Progress) {
        let Some(cell) = &self.last else {
            return;
        };
        let publisher = &self.kernel.publisher;
        match progress {
            Progress::Text(text) => publisher.publish(cell, text).await,
            Progress::Display(event) => {
                if let Some(content) = output::content(event, self.count) {
                    publisher.publish(cell, content).await;
                }
            }
            // Nobody is asked for input that no cell waits for: it is at its end.
            Progress::Input(_) | Progress::Ended(_) => {}
        }
    }

    async fn cell(&mut self, message: &JupyterMessage, request: &ExecuteRequest) {
        self.kernel.begin(message).await;
        let started = json!(jupyter_now());
        let stored = request.store_history && !request.silent;
        let number = self.count + 1;
        self.count += usize::from(stored);
        if !request.silent {
            let input = ExecuteInput {
                code: request.code.clone(),
                execution_count: ExecutionCount::new(number),
            };
            self.kernel.publisher.publish(message, input).await;
        }
        let (reply, failed) = match asked_about(&request.code) {
            Some(name) => (self.page(number, name), false),
            None => self.rust(message, request, number, stored).await,
        };
        let aborted = if failed && request.stop_on_error {
            self.waiting().await
        } else {
            vec![]
        };
        let reply = child(Some(message), reply).with_metadata(json!({ "started": started }));
        if let Err(error) = self.answers.send(reply).await {
            eprintln!("noisebook-kernel: cannot answer `execute_request`: {error}");
        }
        self.kernel.end(message).await;
        for message in aborted {
            self.kernel.publisher.busy(&message).await;
            shell::send(&mut self.answers, &message, replies::aborted()).await;
            self.kernel.answered(&message).await;
        }
    }

    /// Runs Rust; also says whether it failed.
    async fn rust(
        &mut self,
        message: &JupyterMessage,
        request: &ExecuteRequest,
        number: usize,
        stored: bool,
    ) -> (ExecuteReply, bool) {
        let mut running = Running {
            kernel: &self.kernel,
            message,
            request,
            number,
            result: None,
        };
        let ended = running.finish(&self.worker.jobs, &mut self.stdin).await;
        if stored {
            let result = running.result;
            let mut session = self.kernel.knowledge.lock();
            session.history.add(number, &request.code, result);
        }
        match ended.outcome {
            Ok(()) => (replies::done(number, ended.expressions), false),
            Err(error) => {
                if !request.silent {
                    self.kernel
                        .publisher
                        .publish(message, replies::shown(&error))
                        .await;
                }
                (replies::failed(number, &error), true)
            }
        }
    }

    /// Help on a name, for clients with a pager.
    fn page(&self, number: usize, name: &str) -> ExecuteReply {
        let library = self.kernel.knowledge.library.index();
        let found = inspect(name, 0, true, &mut self.kernel.knowledge.lock(), &library);
        let found = found.unwrap_or_else(|| Description {
            declaration: name.to_owned(),
            origin: "nothing is known of it in this session".to_owned(),
            ..Description::default()
        });
        let data = replies::inspection(Some(found)).data;
        let reply = replies::done(number, HashMap::new());
        ExecuteReply {
            payload: vec![Payload::Page { data, start: 0 }],
            ..reply
        }
    }

    /// Takes the cells that wait.
    async fn waiting(&mut self) -> Vec<JupyterMessage> {
        tokio::time::sleep(ON_THE_WAY).await;
        std::iter::from_fn(|| self.cells.try_recv().ok()).collect()
    }
}

/// `?name` is no Rust, but a question that readers of notebooks know.
fn asked_about(code: &str) -> Option<&str> {
    let name = code.trim().strip_prefix('?')?.trim();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_name.then_some(name)
}

/// The time, as messages write it.
fn jupyter_now() -> impl serde::Serialize {
    child(None, jupyter_protocol::Status::busy()).header.date
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_told_from_rust() {
        assert_eq!(asked_about(" ?model "), Some("model"));
        assert_eq!(asked_about("f()?"), None);
        assert_eq!(asked_about("?"), None);
        assert_eq!(asked_about("?a b"), None);
    }
}
