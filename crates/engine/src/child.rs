//! The process that runs cells, seen from the engine.

use std::io::{BufRead, BufReader, PipeReader, PipeWriter, Read, Write, pipe};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child as Process, ChildStderr, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use cell_wire::{Event, Order};

use crate::input::Input;
use crate::session::EngineError;

/// What a running cell puts out.
#[derive(Debug)]
pub enum Output {
    /// Bytes on stdout, as they come.
    Stdout(Vec<u8>),
    /// Bytes on stderr, as they come.
    Stderr(Vec<u8>),
    /// A rich result, or that earlier ones are to go.
    Display(Event),
    /// It waits for a line of standard input.
    Input(Input),
}

/// Takes output while a cell runs. Returning `true` asks for an interrupt.
pub type Sink<'a> = dyn FnMut(Option<Output>) -> bool + 'a;

/// How an order ended.
pub enum Answer {
    /// With this event.
    Event(Event),
    /// The process is gone.
    Died(String),
    /// It did not react to an interrupt and was killed.
    Killed,
}

/// A running child.
#[derive(Debug)]
pub struct Child {
    process: Process,
    orders: PipeWriter,
    events: BufReader<PipeReader>,
    answers: Arc<PipeWriter>,
    stdout: ChildStdout,
    stderr: ChildStderr,
    /// The last that was written to stderr: what a runtime says before it aborts.
    last_words: Vec<u8>,
    ended: bool,
}

/// Bytes of stderr to remember.
const LAST_WORDS: usize = 1000;
/// How often the sink is asked whether to interrupt.
const TICK: Duration = Duration::from_millis(50);
/// How long an interrupted cell may take to reach a loop.
const GRACE: Duration = Duration::from_secs(3);

impl Child {
    /// Starts `program`, which was compiled against the kit.
    pub fn start(program: &Path, library_path: &std::ffi::OsStr) -> Result<Self, EngineError> {
        let io = |error| EngineError::io(program, error);
        let (order_end, orders) = pipe().map_err(io)?;
        let (events, event_end) = pipe().map_err(io)?;
        let (answer_end, answers) = pipe().map_err(io)?;
        let ends = [
            (high(order_end.as_raw_fd()), 3),
            (high(event_end.as_raw_fd()), 4),
            (high(answer_end.as_raw_fd()), 5),
        ];
        let mut command = Command::new(program);
        command.env("LD_LIBRARY_PATH", library_path);
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.process_group(0);
        // SAFETY: `dup2` is async-signal-safe, and all sources lie above the targets.
        unsafe {
            command.pre_exec(move || {
                for (from, to) in ends {
                    if libc::dup2(from, to) < 0 {
                        return Err(std::io::Error::last_os_error());
                    }
                }
                Ok(())
            });
        }
        let process = command.spawn().map_err(io);
        for (end, _) in ends {
            // SAFETY: made by `high`, owned by nobody else.
            unsafe { libc::close(end) };
        }
        let mut process = process?;
        let (Some(stdout), Some(stderr)) = (process.stdout.take(), process.stderr.take()) else {
            return Err(EngineError::Compiler("the child has no pipes".into()));
        };
        [events.as_raw_fd(), stdout.as_raw_fd(), stderr.as_raw_fd()]
            .into_iter()
            .for_each(nonblocking);
        Ok(Self {
            process,
            orders,
            events: BufReader::new(events),
            answers: Arc::new(answers),
            stdout,
            stderr,
            last_words: vec![],
            ended: false,
        })
    }

    /// Gives an order and relays output until it is carried out.
    pub fn order(&mut self, order: &Order, sink: &mut Sink<'_>) -> Answer {
        let mut line = serde_json::to_vec(order).unwrap_or_default();
        line.push(b'\n');
        if self.orders.write_all(&line).is_err() {
            return Answer::Died(self.reap(sink));
        }
        self.last_words.clear();
        self.relay(sink)
    }

    fn relay(&mut self, sink: &mut Sink<'_>) -> Answer {
        let mut line = vec![];
        let mut interrupted: Option<Instant> = None;
        let mut gone = false;
        loop {
            self.wait();
            // Output first: what was printed before an event is shown before it.
            self.drain(sink);
            // Bytes, for a line may come in pieces that end inside of a character.
            match self.events.read_until(b'\n', &mut line) {
                Ok(0) => return Answer::Died(self.reap(sink)),
                Ok(_) if line.ends_with(b"\n") => {
                    let event = serde_json::from_slice::<Event>(&line);
                    line.clear();
                    self.drain(sink);
                    match event {
                        Ok(event @ (Event::Display { .. } | Event::Clear { .. })) => {
                            _ = sink(Some(Output::Display(event)))
                        }
                        Ok(Event::Input { number }) => {
                            let input = Input::new(number, self.answers.clone());
                            _ = sink(Some(Output::Input(input)));
                        }
                        Ok(event) => return Answer::Event(event),
                        // A cell wrote to the descriptor itself: not ours, not shown.
                        Err(_) => {}
                    }
                }
                // Something that the process started may hold the pipe open; one more look for what it wrote last.
                _ if gone => return Answer::Died(self.reap(sink)),
                _ => gone = matches!(self.process.try_wait(), Ok(Some(_))),
            }
            if sink(None) && !gone {
                // Again and again: a signal that comes before the cell has begun is forgotten.
                interrupted.get_or_insert_with(Instant::now);
                self.signal(libc::SIGINT);
            }
            if interrupted.is_some_and(|since| since.elapsed() > GRACE) {
                self.kill();
                return Answer::Killed;
            }
        }
    }

    fn wait(&self) {
        if !self.events.buffer().is_empty() {
            return;
        }
        let watch = |fd| libc::pollfd {
            fd,
            events: libc::POLLIN,
            revents: 0,
        };
        let mut fds = [
            self.events.get_ref().as_raw_fd(),
            self.stdout.as_raw_fd(),
            self.stderr.as_raw_fd(),
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

    fn drain(&mut self, sink: &mut Sink<'_>) {
        let mut buffer = [0; 1 << 16];
        if let Ok(n @ 1..) = self.stdout.read(&mut buffer) {
            sink(Some(Output::Stdout(buffer[..n].to_vec())));
        }
        if let Ok(n @ 1..) = self.stderr.read(&mut buffer) {
            self.last_words.extend(&buffer[..n]);
            let excess = self.last_words.len().saturating_sub(LAST_WORDS);
            self.last_words.drain(..excess);
            sink(Some(Output::Stderr(buffer[..n].to_vec())));
        }
    }

    fn signal(&self, signal: libc::c_int) {
        // SAFETY: sends a signal to our own child, which is not yet reaped.
        unsafe { libc::kill(self.process.id() as libc::pid_t, signal) };
    }

    /// Ends the process and whatever it started.
    pub fn kill(&mut self) {
        // Another process may have the number by now.
        if std::mem::replace(&mut self.ended, true) {
            return;
        }
        // SAFETY: the child leads a process group of its own.
        unsafe { libc::kill(-(self.process.id() as libc::pid_t), libc::SIGKILL) };
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    /// A process that closed its pipes ought to end soon; if not, it is ended.
    fn wait_a_while(&mut self) -> std::io::Result<ExitStatus> {
        let until = Instant::now() + GRACE;
        while Instant::now() < until {
            if let Some(status) = self.process.try_wait()? {
                return Ok(status);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        self.kill();
        self.process.wait()
    }

    /// Why the process ended.
    fn reap(&mut self, sink: &mut Sink<'_>) -> String {
        let status = self.wait_a_while();
        self.drain(sink);
        self.kill();
        let words = String::from_utf8_lossy(&self.last_words);
        if words.contains("has overflowed its stack") {
            return "its stack overflowed, as when a function calls itself without end".into();
        }
        status.map_or_else(|error| error.to_string(), describe)
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        self.kill();
    }
}

fn describe(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("it called `exit({code})`"),
        (None, Some(libc::SIGSEGV)) => "it touched memory that is not its own (SIGSEGV)".into(),
        (None, Some(libc::SIGABRT)) => "it aborted (SIGABRT)".into(),
        (None, Some(libc::SIGKILL)) => "it was killed, perhaps for lack of memory (SIGKILL)".into(),
        (None, Some(signal)) => format!("signal {signal} ended it"),
        (None, None) => "it ended".into(),
    }
}

/// A copy of a descriptor, above all that the child gets.
fn high(fd: RawFd) -> RawFd {
    // SAFETY: plain system call on an open descriptor.
    unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 10) }
}

fn nonblocking(fd: RawFd) {
    // SAFETY: plain system calls on an open descriptor.
    unsafe {
        let flags = libc::fcntl(fd, libc::F_GETFL);
        libc::fcntl(fd, libc::F_SETFL, flags | libc::O_NONBLOCK);
    }
}
