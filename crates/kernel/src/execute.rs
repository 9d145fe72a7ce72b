//! The queue of cells: one at a time, in order, until one fails.

use std::sync::Arc;
use std::time::Duration;

use engine::source::mentions;
use engine::{CellError, Outcome};
use jupyter_protocol::{
    ExecuteInput, ExecuteReply, ExecuteRequest, ExecutionCount, JupyterMessage,
    JupyterMessageContent, Payload, StreamContent,
};
use jupyter_zmq_client::RouterSendConnection;
use serde_json::json;
use tokio::sync::mpsc;

use crate::kernel::Kernel;
use crate::knowledge::inspect;
use crate::output;
use crate::publish::child;
use crate::worker::{Job, Progress};
use crate::{replies, shell};

/// After a failure, cells that were sent along with the failed one may still be on their way.
const ON_THE_WAY: Duration = Duration::from_millis(10);

/// Outputs of a cell that may wait before the cell does.
const WAITING: usize = 16;

const NO_STDIN: &str = "note: cells have no standard input; reading it gives its end\n";

/// Runs queued cells.
pub(crate) struct Queue {
    kernel: Arc<Kernel>,
    cells: mpsc::UnboundedReceiver<JupyterMessage>,
    jobs: mpsc::UnboundedSender<Job>,
    answers: RouterSendConnection,
    /// The last number given to a cell.
    count: usize,
}

impl Queue {
    /// A queue that takes from `cells` and gives to `jobs`.
    pub(crate) fn new(
        kernel: Arc<Kernel>,
        cells: mpsc::UnboundedReceiver<JupyterMessage>,
        jobs: mpsc::UnboundedSender<Job>,
        answers: RouterSendConnection,
    ) -> Self {
        Self {
            kernel,
            cells,
            jobs,
            answers,
            count: 0,
        }
    }

    /// Runs cells as they come.
    pub(crate) async fn run(mut self) {
        while let Some(message) = self.cells.recv().await {
            if let JupyterMessageContent::ExecuteRequest(request) = &message.content {
                let request = request.clone();
                self.cell(&message, &request).await;
            }
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
            shell::send(&mut self.answers, &message, replies::aborted(self.count)).await;
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
        if mentions(&request.code).contains("stdin") {
            self.kernel
                .publisher
                .publish(message, StreamContent::stderr(NO_STDIN))
                .await;
        }
        let mut result = None;
        let outcome = self.outcome(message, request, number, &mut result).await;
        if stored {
            self.kernel
                .knowledge
                .lock()
                .history
                .add(number, &request.code, result);
        }
        match outcome {
            Ok(()) => (replies::done(number, request), false),
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

    /// Has the cell run and publishes what it puts out; `result` gets the text of its value.
    async fn outcome(
        &self,
        message: &JupyterMessage,
        request: &ExecuteRequest,
        number: usize,
        result: &mut Option<String>,
    ) -> Outcome {
        let (progress, mut received) = mpsc::channel(WAITING);
        self.kernel.interrupt.begin();
        let sent = self.jobs.send(Job {
            number,
            code: request.code.clone(),
            progress,
        });
        let mut outcome = Err(worker_gone());
        while let Some(progress) = received.recv().await {
            match progress {
                Progress::Text(text) => self.kernel.publisher.publish(message, text).await,
                Progress::Display(event) => {
                    let Some(content) = output::content(event, number) else {
                        continue;
                    };
                    if let JupyterMessageContent::ExecuteResult(shown) = &content {
                        *result = plain(&shown.data);
                        if request.silent {
                            continue;
                        }
                    }
                    self.kernel.publisher.publish(message, content).await;
                }
                Progress::Ended(ended) => outcome = ended,
            }
        }
        self.kernel.interrupt.end();
        sent.map_err(|_| worker_gone()).and(outcome)
    }

    /// Help on a name, for clients with a pager.
    fn page(&self, number: usize, name: &str) -> ExecuteReply {
        let found = inspect(name, 0, &self.kernel.knowledge.lock());
        let text = found.unwrap_or_else(|| format!("nothing is known of `{name}` in this session"));
        let data = replies::inspection(Some(text)).data;
        let reply = replies::done(number, &ExecuteRequest::default());
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

fn plain(data: &jupyter_protocol::Media) -> Option<String> {
    let value = serde_json::to_value(data).ok()?;
    value.get("text/plain")?.as_str().map(ToOwned::to_owned)
}

/// The time, as messages write it.
fn jupyter_now() -> impl serde::Serialize {
    child(None, jupyter_protocol::Status::busy()).header.date
}

fn worker_gone() -> CellError {
    let message = "the kernel's thread for cells has ended".to_owned();
    let trace = vec![message.clone(), "hint: restart the kernel".to_owned()];
    CellError {
        name: "kernel".to_owned(),
        message,
        trace,
    }
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
