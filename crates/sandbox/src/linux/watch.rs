//! The caller's view of a helper: its messages, its death, and a backstop.

use std::fs::File;
use std::io::{self, PipeReader, Read};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::path::Path;
use std::process::Child;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::capture::Watched;
use crate::message::{Message, deadline};
use crate::pipes::{poll_fd, set_nonblocking, wait};
use crate::running::Stop;
use crate::{End, SandboxError, Setup, Usage};

/// Time a helper has after the wall clock limit, or after an order to kill, before it is killed itself.
const GRACE: Duration = Duration::from_secs(5);

/// The pipe on which the helper reports.
pub(super) struct Status {
    pipe: File,
    bytes: Vec<u8>,
    closed: bool,
}

impl Status {
    pub(super) fn new(pipe: PipeReader) -> io::Result<Self> {
        set_nonblocking(pipe.as_raw_fd())?;
        Ok(Self {
            pipe: OwnedFd::from(pipe).into(),
            bytes: Vec::new(),
            closed: false,
        })
    }

    /// The next message that has arrived whole.
    fn next(&mut self) -> Option<Message> {
        let mut chunk = [0; 4096];
        while !self.closed {
            match self.pipe.read(&mut chunk) {
                Ok(0) => self.closed = true,
                Ok(count) => self.bytes.extend_from_slice(&chunk[..count]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(_) => self.closed = true,
            }
        }
        let end = self.bytes.iter().position(|&byte| byte == b'\n')?;
        let line: Vec<u8> = self.bytes.drain(..=end).collect();
        serde_json::from_slice(&line).ok()
    }

    /// Waits until the program runs, or the helper says why not.
    pub(super) fn started(
        &mut self,
        helper: &Path,
        child: &mut Child,
        wall: Duration,
    ) -> Result<(), SandboxError> {
        let backstop = deadline(Instant::now(), wall) + GRACE;
        loop {
            match self.next() {
                Some(Message::Started) => return Ok(()),
                Some(Message::Failed(failure)) => return Err(Setup { failure }.into()),
                Some(Message::Ended { .. }) => {}
                None if self.closed || Instant::now() >= backstop => {
                    return Err(no_helper(helper, child));
                }
                None => {
                    let left = backstop.saturating_duration_since(Instant::now());
                    let mut fds = [poll_fd(self.pipe.as_raw_fd(), libc::POLLIN)];
                    wait(&mut fds, Some(left)).map_err(SandboxError::io("wait for the helper"))?;
                }
            }
        }
    }
}

fn no_helper(helper: &Path, child: &mut Child) -> SandboxError {
    let _ = child.kill();
    let status = child
        .wait()
        .map_or_else(|error| error.to_string(), |status| status.to_string());
    SandboxError::Helper {
        path: helper.into(),
        why: format!("it said nothing ({status})"),
    }
}

/// A helper whose program runs.
pub(super) struct Helper {
    child: Child,
    status: Status,
    start: Instant,
    backstop: Instant,
    stop: Arc<Stop>,
    /// Removed with the helper: the folder behind `/tmp` in reduced isolation.
    _tmp: Option<TempDir>,
}

impl Helper {
    pub(super) fn new(
        child: Child,
        status: Status,
        wall: Duration,
        stop: Arc<Stop>,
        tmp: Option<TempDir>,
    ) -> Self {
        let start = Instant::now();
        Self {
            child,
            status,
            start,
            backstop: deadline(start, wall) + GRACE,
            stop,
            _tmp: tmp,
        }
    }

    fn usage(&self) -> Usage {
        Usage {
            wall: self.start.elapsed(),
            ..Usage::default()
        }
    }

    fn reap(&mut self) {
        let _ = self.child.wait();
    }
}

impl Watched for Helper {
    fn news(&self) -> Option<RawFd> {
        Some(self.status.pipe.as_raw_fd())
    }

    fn ended(&mut self) -> Option<(End, Usage)> {
        if let Some(Message::Ended { end, usage }) = self.status.next() {
            self.reap();
            return Some((end, usage));
        }
        if self.status.closed {
            self.reap();
            return Some((End::SupervisorDied, self.usage()));
        }
        if self.stop.is_ordered() {
            self.backstop = self.backstop.min(Instant::now() + GRACE);
        }
        if Instant::now() >= self.backstop {
            // The program dies with its helper; the closed status pipe tells when.
            let _ = self.child.kill();
        }
        None
    }

    fn kill(&mut self) {
        self.stop.order();
    }
}
