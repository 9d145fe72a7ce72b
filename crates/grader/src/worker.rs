//! A student's program behind an [`exercise::Channel`].

use std::cell::{Cell, RefCell};
use std::io::ErrorKind;
use std::thread;
use std::time::{Duration, Instant};

use exercise::{CallError, Channel, Exercise, Reply, Request, frame};
use sandbox::{End, Launch, Outcome, Running, Sandbox};

/// How long a process whose pipe broke may take to end by itself, so that its own ending is told and not ours.
const LAST_BREATH: Duration = Duration::from_millis(500);
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// Runs one program; a call after a crash starts it anew.
pub(crate) struct Worker<'a> {
    sandbox: &'a Sandbox,
    launch: Launch,
    call_limit: Duration,
    until: Instant,
    state: RefCell<State>,
    assistant: Option<&'a Assistant<'a>>,
}

#[derive(Default)]
struct State {
    running: Option<Running>,
    ended: Vec<Outcome>,
    trouble: Option<String>,
}

impl<'a> Worker<'a> {
    /// A worker whose calls take at most `call_limit` each and are all over at `until`.
    pub(crate) fn new(
        sandbox: &'a Sandbox,
        launch: Launch,
        call_limit: Duration,
        until: Instant,
    ) -> Self {
        Self {
            sandbox,
            launch,
            call_limit,
            until,
            state: RefCell::default(),
            assistant: None,
        }
    }

    /// The same; what its calls ask for is answered by `assistant`.
    pub(crate) fn assisted_by(mut self, assistant: Option<&'a Assistant<'a>>) -> Self {
        self.assistant = assistant;
        self
    }

    pub(crate) fn is_assisted(&self) -> bool {
        self.assistant.is_some()
    }

    /// What kept the grader itself from running the program, once.
    pub(crate) fn trouble(&self) -> Option<String> {
        self.state.borrow_mut().trouble.take()
    }

    /// Ends the program and gives how each of its processes ended.
    pub(crate) fn finish(self) -> Vec<Outcome> {
        let State {
            running, mut ended, ..
        } = self.state.into_inner();
        ended.extend(running.map(|running| {
            running.requests().close();
            end(running, true)
        }));
        ended
    }

    fn attempt(&self, running: &Running, request: &Request) -> Result<Reply, Broken> {
        let left = self.until.saturating_duration_since(Instant::now());
        let until = Instant::now() + self.call_limit.min(left);
        frame::write(&mut running.requests(), request).map_err(Broken::from)?;
        loop {
            running.reply_deadline(until.saturating_duration_since(Instant::now()));
            let reply = frame::read(&mut running.replies()).map_err(Broken::from)?;
            let Some(Reply::Asks(asked)) = reply else {
                return reply.ok_or(Broken::Ended);
            };
            let assistant = self.assistant.filter(|_| request.assist);
            let assistant = assistant.ok_or_else(|| {
                Broken::Unreadable("it asks for another exercise's answer".into())
            })?;
            frame::write(&mut running.requests(), &assistant.answer(asked))
                .map_err(Broken::from)?;
        }
    }

    fn start(&self) -> Result<Running, String> {
        self.sandbox
            .spawn(&self.launch)
            .map_err(|error| error.to_string())
    }
}

/// Answers for earlier exercises, with the reference bodies in a process of their own.
pub(crate) struct Assistant<'a> {
    worker: Worker<'a>,
    exercises: Vec<&'static Exercise>,
    next_seed: Cell<u64>,
}

impl<'a> Assistant<'a> {
    /// Answers for `exercises` alone; `seed` fixes what those draw.
    pub(crate) fn new(worker: Worker<'a>, exercises: &[&'static Exercise], seed: u64) -> Self {
        Self {
            worker,
            exercises: exercises.to_vec(),
            next_seed: Cell::new(seed),
        }
    }

    /// The reference's reply to what a student's code asks. All of `asked` is the student's: only a call of an exercise
    /// that may be asked for goes on, with a seed of ours.
    fn answer(&self, asked: Request) -> Reply {
        let known = self
            .exercises
            .iter()
            .any(|exercise| exercise.answer == asked.answer && exercise.method == asked.method);
        if !known {
            return Reply::Refused("this exercise does not build on that one".into());
        }
        let seed = self.next_seed.get();
        self.next_seed.set(seed.wrapping_add(1));
        let request = Request {
            seed,
            gradient: None,
            assist: false,
            ..asked
        };
        let reply = (&self.worker).call(request);
        reply.unwrap_or_else(|error| Reply::Refused(error.to_string()))
    }

    /// Ends the reference's process.
    pub(crate) fn finish(self) -> Vec<Outcome> {
        self.worker.finish()
    }
}

/// Why no reply came.
enum Broken {
    Late,
    Ended,
    Unreadable(String),
}

impl From<std::io::Error> for Broken {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::TimedOut => Self::Late,
            ErrorKind::InvalidData => Self::Unreadable(error.to_string()),
            _ => Self::Ended,
        }
    }
}

impl Channel for &Worker<'_> {
    fn call(&self, request: Request) -> Result<Reply, CallError> {
        let mut state = self.state.borrow_mut();
        let method = request.method.clone();
        let running = match state.running.take().map_or_else(|| self.start(), Ok) {
            Ok(running) => running,
            Err(trouble) => {
                state.trouble = Some(trouble.clone());
                return Err(CallError::Died {
                    method,
                    reason: trouble,
                });
            }
        };
        let broken = match self.attempt(&running, &request) {
            Ok(reply) => {
                state.running = Some(running);
                return Ok(reply);
            }
            Err(broken) => broken,
        };
        let outcome = end(running, matches!(broken, Broken::Ended));
        let error = self.error(method, broken, &outcome);
        state.ended.push(outcome);
        Err(error)
    }
}

impl Worker<'_> {
    fn error(&self, method: String, broken: Broken, outcome: &Outcome) -> CallError {
        let seconds = self.call_limit.as_secs();
        match (broken, outcome.end) {
            (Broken::Unreadable(reason), _) => CallError::BadReply { method, reason },
            (Broken::Late, _) | (_, End::WallClock | End::CpuTime) => {
                CallError::TimedOut { method, seconds }
            }
            (Broken::Ended, _) => CallError::Died {
                method,
                reason: ending(outcome),
            },
        }
    }
}

/// Ends a process; one whose pipe broke or was closed is about to end by itself.
fn end(running: Running, by_itself: bool) -> Outcome {
    let patience = Instant::now() + LAST_BREATH;
    while by_itself && !running.is_finished() && Instant::now() < patience {
        thread::sleep(LOOK_AGAIN);
    }
    running.kill()
}

/// How a process ended, in words that are the same each time.
pub(crate) fn ending(outcome: &Outcome) -> String {
    match outcome.end {
        End::Exited(code) => format!("it exited with code {code}"),
        End::Signalled(6) => "it aborted (signal 6)".into(),
        End::Signalled(signal) => format!("signal {signal} ended it"),
        End::WallClock => "it ran out of time".into(),
        End::CpuTime => "it used up its CPU time".into(),
        End::Memory => "it used more memory than allowed".into(),
        End::FileSize => "it wrote a file larger than allowed".into(),
        End::OutputLimit(_) => "it printed more than allowed".into(),
        End::Killed => "it closed its pipe and did not end".into(),
        End::SupervisorDied => "it took its supervisor down with it".into(),
    }
}
