//! One cell while it runs: what it puts out is published, what it asks is passed on.

use std::sync::mpsc::Sender;

use cell_wire::Event;
use engine::CellError;
use jupyter_protocol::{ExecuteRequest, JupyterMessage, JupyterMessageContent, Media};
use tokio::sync::mpsc;

use crate::kernel::Kernel;
use crate::output;
use crate::stdin::Stdin;
use crate::worker::{Ended, Job, Progress};

/// Outputs of a cell that may wait before the cell does.
const WAITING: usize = 16;

/// A cell, and where its outputs go.
pub(crate) struct Running<'a> {
    pub(crate) kernel: &'a Kernel,
    pub(crate) message: &'a JupyterMessage,
    pub(crate) request: &'a ExecuteRequest,
    pub(crate) number: usize,
    /// The text of its value, once it is shown.
    pub(crate) result: Option<String>,
}

impl Running<'_> {
    /// Has the cell run to its end.
    pub(crate) async fn finish(&mut self, jobs: &Sender<Job>, stdin: &mut Stdin) -> Ended {
        let (progress, mut received) = mpsc::channel(WAITING);
        self.kernel.interrupt.begin();
        stdin.begin();
        let job = Job {
            number: self.number,
            code: self.request.code.clone(),
            expressions: self.request.user_expressions.clone().unwrap_or_default(),
            progress,
        };
        let sent = jobs.send(job);
        let mut ended = None;
        loop {
            tokio::select! {
                progress = received.recv() => match progress {
                    Some(Progress::Ended(end)) => ended = Some(end),
                    Some(Progress::Input(input)) => stdin.ask(self.message, input, &self.kernel.publisher).await,
                    Some(Progress::Text(text)) => self.kernel.publisher.publish(self.message, text).await,
                    Some(Progress::Display(event)) => self.display(event).await,
                    None => break,
                },
                () = stdin.next() => {}
            }
        }
        stdin.begin();
        self.kernel.interrupt.end();
        match (sent, ended) {
            (Ok(()), Some(ended)) => ended,
            _ => Ended::failed(worker_gone()),
        }
    }

    async fn display(&mut self, event: Event) {
        let Some(content) = output::content(event, self.number) else {
            return;
        };
        if let JupyterMessageContent::ExecuteResult(shown) = &content {
            self.result = plain(&shown.data);
            if self.request.silent {
                return;
            }
        }
        self.kernel.publisher.publish(self.message, content).await;
    }
}

fn plain(data: &Media) -> Option<String> {
    let value = serde_json::to_value(data).ok()?;
    value.get("text/plain")?.as_str().map(ToOwned::to_owned)
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
