//! A program that is running.

use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::capture::{Capture, Watched};
use crate::outcome::Limits;
use crate::pipes::{Deadline, channel};
use crate::{Launch, Outcome, Replies, Requests, SandboxError};

/// A program that runs beside the caller and answers on private pipes. Dropping it kills every process of it.
#[derive(Debug)]
pub struct Running {
    requests: Requests,
    replies: Replies,
    deadline: Arc<Deadline>,
    stop: Arc<Stop>,
    thread: Option<JoinHandle<Outcome>>,
}

/// Tells the watching side to kill. In a sandbox the order is that `lifeline` closes, which the caller's death does too.
#[derive(Debug, Default)]
pub(crate) struct Stop {
    ordered: AtomicBool,
    lifeline: Mutex<Option<OwnedFd>>,
}

/// What a freshly started program hands over.
pub(crate) struct Parts<W> {
    pub(crate) stdout: OwnedFd,
    pub(crate) stderr: OwnedFd,
    pub(crate) requests: OwnedFd,
    pub(crate) replies: OwnedFd,
    pub(crate) watched: W,
    pub(crate) stop: Arc<Stop>,
}

impl Stop {
    pub(crate) fn new(lifeline: Option<OwnedFd>) -> Arc<Self> {
        Arc::new(Self {
            ordered: AtomicBool::new(false),
            lifeline: Mutex::new(lifeline),
        })
    }

    pub(crate) fn order(&self) {
        self.ordered.store(true, Ordering::Release);
        self.lifeline
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
    }

    pub(crate) fn is_ordered(&self) -> bool {
        self.ordered.load(Ordering::Acquire)
    }
}

impl Running {
    pub(crate) fn new<W: Watched + Send + 'static>(
        launch: &Launch,
        parts: Parts<W>,
    ) -> Result<Self, SandboxError> {
        let Parts {
            stdout,
            stderr,
            requests,
            replies,
            watched,
            stop,
        } = parts;
        let (requests, replies, deadline) =
            channel(requests, replies).map_err(SandboxError::io("set up a pipe"))?;
        let capture = Capture::new(stdout, stderr, &launch.policy)
            .map_err(SandboxError::io("set up a pipe"))?;
        let limits = Limits::from(&launch.policy);
        let thread = thread::Builder::new()
            .name("sandbox-capture".into())
            .spawn(move || capture.run(watched, limits))
            .map_err(SandboxError::io("start a thread"))?;
        Ok(Self {
            requests,
            replies,
            deadline,
            stop,
            thread: Some(thread),
        })
    }

    /// What the program reads on fd 3.
    #[must_use]
    pub fn requests(&self) -> Requests {
        self.requests.clone()
    }

    /// What the program writes on fd 4. It is the program's word, never a verdict.
    #[must_use]
    pub fn replies(&self) -> Replies {
        self.replies.clone()
    }

    /// From now on reads and writes of both pipes fail with `TimedOut` once `within` has passed. Set it before each call;
    /// without it they end with the program, at the latest at [`crate::Policy::wall`].
    pub fn reply_deadline(&self, within: Duration) {
        self.deadline.set(within);
    }

    /// Whether the program has ended.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Kills every process and tells how it ended, which may have been before.
    #[must_use]
    pub fn kill(mut self) -> Outcome {
        self.stop.order();
        self.join()
    }

    /// Closes the requests, which asks a worker to end, and waits until it does or a limit is hit.
    #[must_use]
    pub fn wait(mut self) -> Outcome {
        self.requests.close();
        self.join()
    }

    fn join(&mut self) -> Outcome {
        let thread = self
            .thread
            .take()
            .expect("joined once: `kill` and `wait` consume the handle");
        thread
            .join()
            .expect("the capturing thread has no reason to panic")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.order();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
