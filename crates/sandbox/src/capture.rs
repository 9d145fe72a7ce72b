//! The thread of the caller that reads what a program prints until the program has ended.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{AsRawFd, OwnedFd, RawFd};
use std::time::Duration;

use crate::outcome::{Limits, Outcome, Stream, Usage};
use crate::pipes::{poll_fd, set_nonblocking, wait};
use crate::{End, Policy};

/// A running program, seen by the thread that captures its output.
pub(crate) trait Watched {
    /// A descriptor that becomes readable when there is news, if there is one.
    fn news(&self) -> Option<RawFd>;
    /// Looks for news; `Some` once no process is left.
    fn ended(&mut self) -> Option<(End, Usage)>;
    /// Starts killing; [`Watched::ended`] still tells when it is done.
    fn kill(&mut self);
}

/// How long a look at a program without a news descriptor, or at the backstop, may wait.
const TICK: Duration = Duration::from_millis(10);
const SLOW_TICK: Duration = Duration::from_millis(250);

/// A program's two streams.
pub(crate) struct Capture {
    stdout: Sink,
    stderr: Sink,
}

struct Sink {
    pipe: Option<File>,
    kept: Vec<u8>,
    limit: usize,
    stream: Stream,
}

impl Capture {
    pub(crate) fn new(stdout: OwnedFd, stderr: OwnedFd, policy: &Policy) -> io::Result<Self> {
        let stdout = Sink::new(stdout, policy.stdout_bytes, Stream::Stdout)?;
        Ok(Self {
            stdout,
            stderr: Sink::new(stderr, policy.stderr_bytes, Stream::Stderr)?,
        })
    }

    /// Reads until `program` has ended. Kills it when it prints too much.
    pub(crate) fn run(mut self, mut program: impl Watched, limits: Limits) -> Outcome {
        let mut exceeded = None;
        let (end, usage) = loop {
            self.wait_for_news(program.news());
            let ended = program.ended();
            let over = self.drain();
            if exceeded.is_none() && over.is_some() {
                exceeded = over;
                program.kill();
            }
            if let Some(ended) = ended {
                break ended;
            }
        };
        let end = exceeded.map_or(end, End::OutputLimit);
        Outcome {
            end,
            stdout: self.stdout.kept,
            stderr: self.stderr.kept,
            usage,
            limits,
        }
    }

    fn wait_for_news(&self, news: Option<RawFd>) {
        let pipes = [&self.stdout, &self.stderr]
            .map(|sink| sink.pipe.as_ref().map_or(-1, AsRawFd::as_raw_fd));
        // poll ignores negative descriptors.
        let mut fds = [pipes[0], pipes[1], news.unwrap_or(-1)].map(|fd| poll_fd(fd, libc::POLLIN));
        let tick = if news.is_some() { SLOW_TICK } else { TICK };
        // Without poll this loop still ends: it only turns faster.
        let _ = wait(&mut fds, Some(tick));
    }

    fn drain(&mut self) -> Option<Stream> {
        let over = [self.stdout.drain(), self.stderr.drain()];
        over.into_iter().flatten().next()
    }
}

impl Sink {
    fn new(pipe: OwnedFd, limit: usize, stream: Stream) -> io::Result<Self> {
        set_nonblocking(pipe.as_raw_fd())?;
        Ok(Self {
            pipe: Some(pipe.into()),
            kept: Vec::new(),
            limit,
            stream,
        })
    }

    /// Takes what is in the pipe, at most one limit's worth so that the caller gets to look at the clock.
    fn drain(&mut self) -> Option<Stream> {
        let mut chunk = [0; 1 << 16];
        let mut taken = 0;
        while taken <= self.limit {
            match self.pipe.as_mut()?.read(&mut chunk) {
                Ok(0) => self.pipe = None,
                Ok(count) => {
                    taken += count;
                    if self.keep(&chunk[..count]) {
                        return Some(self.stream);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return None,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => self.pipe = None,
            }
        }
        None
    }

    /// Whether there was more than fits.
    fn keep(&mut self, bytes: &[u8]) -> bool {
        let room = self.limit - self.kept.len();
        self.kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
        bytes.len() > room
    }
}
