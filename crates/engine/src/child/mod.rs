//! The process that runs cells, seen from the engine.

mod end;
mod pipes;
mod start;

use std::ffi::OsStr;
use std::io::{PipeWriter, Write};
use std::path::Path;
use std::process::Child as Process;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cell_wire::{Event, Order};

use crate::error::EngineError;
use crate::input::Input;
use pipes::{Next, Pipes};

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
    answers: Arc<PipeWriter>,
    pipes: Pipes,
    ended: bool,
}

/// How long an interrupted cell may take to reach a loop.
const GRACE: Duration = Duration::from_secs(3);

impl Child {
    /// Starts `program`, which was compiled against the kit.
    pub fn start(program: &Path, library_path: &OsStr) -> Result<Self, EngineError> {
        let start::Started {
            process,
            orders,
            answers,
            pipes,
        } = start::start(program, library_path)?;
        Ok(Self {
            process,
            orders,
            answers: Arc::new(answers),
            pipes,
            ended: false,
        })
    }

    /// Hands on what was put out since the last order: threads may outlive their cell.
    pub fn between(&mut self, sink: &mut Sink<'_>) {
        self.pipes.drain(sink);
        while let Next::Event(event) = self.pipes.event() {
            self.hand_on(event, sink);
        }
        sink(None);
    }

    /// Hands on what a cell puts out; returns an event that is something else.
    fn hand_on(&self, event: Event, sink: &mut Sink<'_>) -> Option<Event> {
        let output = match event {
            Event::Display { .. } | Event::Clear { .. } => Output::Display(event),
            Event::Input { number } => Output::Input(Input::new(number, self.answers.clone())),
            other => return Some(other),
        };
        sink(Some(output));
        None
    }

    /// Gives an order and relays output until it is carried out.
    pub fn order(&mut self, order: &Order, sink: &mut Sink<'_>) -> Answer {
        let mut line = serde_json::to_vec(order).unwrap_or_default();
        line.push(b'\n');
        if self.orders.write_all(&line).is_err() {
            return Answer::Died(self.reap(sink));
        }
        self.pipes.forget();
        self.relay(sink)
    }

    fn relay(&mut self, sink: &mut Sink<'_>) -> Answer {
        let mut interrupted: Option<Instant> = None;
        let mut gone = false;
        loop {
            self.pipes.wait();
            // Output first: what was printed before an event is shown before it.
            self.pipes.drain(sink);
            match self.pipes.event() {
                Next::Event(event) => {
                    self.pipes.drain(sink);
                    if let Some(answer) = self.hand_on(event, sink) {
                        return Answer::Event(answer);
                    }
                }
                Next::Foreign => {}
                Next::Closed => return Answer::Died(self.reap(sink)),
                // Something that the process started may hold the pipe open; one more look for what it wrote last.
                Next::Waiting if gone => return Answer::Died(self.reap(sink)),
                Next::Waiting => gone = matches!(self.process.try_wait(), Ok(Some(_))),
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
}

impl Drop for Child {
    fn drop(&mut self) {
        self.kill();
    }
}
