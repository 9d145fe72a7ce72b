//! What comes out of the child.

use std::io::{BufRead, BufReader, PipeReader, Read};
use std::os::fd::{AsRawFd, RawFd};
use std::process::{ChildStderr, ChildStdout};
use std::time::Duration;

use cell_wire::Event;

use super::{Output, Sink};

/// Bytes of stderr to remember.
const LAST_WORDS: usize = 16 << 10;
/// Longest wait for something to come.
const TICK: Duration = Duration::from_millis(50);

/// What the pipe of events has.
pub enum Next {
    /// A whole event.
    Event(Event),
    /// A line that is none: a cell wrote to the descriptor itself.
    Foreign,
    /// Nothing yet, or half an event.
    Waiting,
    /// Its end.
    Closed,
}

/// Its three pipes.
#[derive(Debug)]
pub struct Pipes {
    events: BufReader<PipeReader>,
    /// The beginning of an event whose rest has not come yet.
    line: Vec<u8>,
    /// None once the child has closed it: it would be ready for ever.
    stdout: Option<ChildStdout>,
    stderr: Option<ChildStderr>,
    /// The last that was written to stderr: what a runtime says before it aborts.
    last_words: Vec<u8>,
}

impl Pipes {
    pub fn new(events: PipeReader, stdout: ChildStdout, stderr: ChildStderr) -> Self {
        [events.as_raw_fd(), stdout.as_raw_fd(), stderr.as_raw_fd()]
            .into_iter()
            .for_each(nonblocking);
        Self {
            events: BufReader::new(events),
            line: vec![],
            stdout: Some(stdout),
            stderr: Some(stderr),
            last_words: vec![],
        }
    }

    /// The next event, if all of it is there.
    pub fn event(&mut self) -> Next {
        // Bytes, for a line may come in pieces that end inside of a character.
        match self.events.read_until(b'\n', &mut self.line) {
            Ok(0) => Next::Closed,
            Ok(_) if self.line.ends_with(b"\n") => {
                let event = serde_json::from_slice(&self.line);
                self.line.clear();
                event.map_or(Next::Foreign, Next::Event)
            }
            _ => Next::Waiting,
        }
    }

    /// Waits until something has come, but not for long.
    pub fn wait(&self) {
        if !self.events.buffer().is_empty() {
            return;
        }
        let watch = |fd: Option<RawFd>| libc::pollfd {
            // A negative one is left out.
            fd: fd.unwrap_or(-1),
            events: libc::POLLIN,
            revents: 0,
        };
        let mut fds = [
            Some(self.events.get_ref().as_raw_fd()),
            self.stdout.as_ref().map(AsRawFd::as_raw_fd),
            self.stderr.as_ref().map(AsRawFd::as_raw_fd),
        ]
        .map(watch);
        // SAFETY: the array outlives the call.
        unsafe {
            libc::poll(
                fds.as_mut_ptr(),
                fds.len() as libc::nfds_t,
                TICK.as_millis() as libc::c_int,
            )
        };
    }

    /// Hands on what was printed.
    pub fn drain(&mut self, sink: &mut Sink<'_>) {
        if let Some(bytes) = read(&mut self.stdout) {
            sink(Some(Output::Stdout(bytes)));
        }
        if let Some(bytes) = read(&mut self.stderr) {
            self.last_words.extend(&bytes);
            let excess = self.last_words.len().saturating_sub(LAST_WORDS);
            self.last_words.drain(..excess);
            sink(Some(Output::Stderr(bytes)));
        }
    }

    /// Forgets what was written to stderr before.
    pub fn forget(&mut self) {
        self.last_words.clear();
    }

    /// The last that was written to stderr.
    pub fn last_words(&self) -> String {
        String::from_utf8_lossy(&self.last_words).into_owned()
    }
}

/// What has come; at its end, the pipe goes.
fn read(pipe: &mut Option<impl Read>) -> Option<Vec<u8>> {
    let mut buffer = [0; 1 << 16];
    match pipe.as_mut()?.read(&mut buffer) {
        Ok(0) => {
            *pipe = None;
            None
        }
        Ok(count) => Some(buffer[..count].to_vec()),
        Err(_) => None,
    }
}

fn nonblocking(fd: RawFd) {
    // SAFETY: plain system calls on an open descriptor.
    unsafe {
        let flags = libc::fcntl(fd, libc::F_GETFL);
        libc::fcntl(fd, libc::F_SETFL, flags | libc::O_NONBLOCK);
    }
}
