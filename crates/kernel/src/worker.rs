//! The thread that owns the engine.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use cell_wire::Event;
use engine::{CellError, Engine, EngineError, Input, Outcome, Output};
use jupyter_protocol::{ExpressionResult, StreamContent};
use kit::{Feature, Kit, KitError};
use tokio::sync::mpsc;

use crate::expressions;
use crate::interrupt::Interrupt;
use crate::kernel::Knowledge;
use crate::output::Stream;
use crate::warm::warm;

/// How long a cell may take to end when the kernel does.
const GRACE: Duration = Duration::from_millis(300);

/// A cell to run.
pub(crate) struct Job {
    pub(crate) number: usize,
    pub(crate) code: String,
    /// To be evaluated when the cell has ended well.
    pub(crate) expressions: HashMap<String, String>,
    /// Closed when the cell has ended.
    pub(crate) progress: mpsc::Sender<Progress>,
}

/// What a running cell brings.
pub(crate) enum Progress {
    Text(StreamContent),
    Display(Event),
    Input(Input),
    Ended(Ended),
}

/// How a cell ended.
pub(crate) struct Ended {
    pub(crate) outcome: Outcome,
    pub(crate) expressions: HashMap<String, ExpressionResult>,
}

impl Ended {
    /// With an error.
    pub(crate) fn failed(error: CellError) -> Self {
        Self {
            outcome: Err(error),
            expressions: HashMap::new(),
        }
    }
}

/// The thread, seen from outside.
pub(crate) struct Handle {
    ended: std::sync::mpsc::Receiver<()>,
    folder: Folder,
}

/// The engine's folder of compiled cells, once there is one.
type Folder = Arc<Mutex<Option<PathBuf>>>;

impl Handle {
    /// Waits for the engine to end: its process is then gone and its folder removed. A cell that does not end is left
    /// behind; its process ends when it notices that the kernel is gone.
    pub(crate) fn end(self) {
        // Disconnected is what the end looks like.
        let late =
            self.ended.recv_timeout(GRACE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout);
        let folder = self
            .folder
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let (true, Some(folder)) = (late, folder) {
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// Starts the thread. It ends when `jobs` is closed.
pub(crate) fn spawn(
    root: PathBuf,
    feature: Feature,
    interrupt: Arc<Interrupt>,
    knowledge: Knowledge,
    mut jobs: mpsc::UnboundedReceiver<Job>,
) -> std::io::Result<Handle> {
    let (alive, ended) = std::sync::mpsc::channel::<()>();
    let folder = Folder::default();
    let shared = folder.clone();
    std::thread::Builder::new()
        .name("cells".into())
        .spawn(move || {
            let mut worker = Worker {
                root,
                feature,
                interrupt,
                knowledge,
                folder: shared,
                engine: None,
            };
            // A kit that is missing is told to whoever runs a cell.
            let _ = worker.engine();
            while let Some(job) = jobs.blocking_recv() {
                let outcome = worker.run(&job);
                let expressions = worker.expressions(&job, &outcome);
                let ended = Ended {
                    outcome,
                    expressions,
                };
                let _ = job.progress.blocking_send(Progress::Ended(ended));
            }
            drop(worker);
            drop(alive);
        })?;
    Ok(Handle { ended, folder })
}

struct Worker {
    root: PathBuf,
    feature: Feature,
    interrupt: Arc<Interrupt>,
    knowledge: Knowledge,
    folder: Folder,
    engine: Option<Engine>,
}

impl Worker {
    /// The engine, started when there is none: set-up may have run since the last try.
    fn engine(&mut self) -> Result<&mut Engine, CellError> {
        let engine = match self.engine.take() {
            Some(engine) => engine,
            None => self.start()?,
        };
        Ok(self.engine.insert(engine))
    }

    fn start(&self) -> Result<Engine, CellError> {
        let kit = Kit::open(&self.root, self.feature).map_err(|error| no_kit(&error))?;
        let mut engine = Engine::start(kit.clone()).map_err(|error| no_engine(&error))?;
        engine.cancel_with(self.interrupt.flag());
        *self.folder.lock().unwrap_or_else(PoisonError::into_inner) = Some(engine.dir().to_owned());
        warm(&kit, self.interrupt.clone());
        Ok(engine)
    }

    fn run(&mut self, job: &Job) -> Outcome {
        let interrupt = self.interrupt.clone();
        let engine = self.engine()?;
        if interrupt.is_wanted() {
            return Err(interrupted());
        }
        let mut relay = Relay::new(&job.progress, &interrupt);
        let ran = catch_unwind(AssertUnwindSafe(|| {
            engine.run(job.number, &job.code, &mut |output| relay.take(output))
        }));
        relay.finish();
        let outcome = match ran {
            Ok(Ok(outcome)) => outcome,
            // A signal to the whole process group hits the compiler too.
            Ok(Err(_)) if interrupt.is_wanted() => Err(interrupted()),
            Ok(Err(error)) => Err(engine_failed(&error)),
            Err(_) => {
                self.engine = None;
                Err(engine_lost())
            }
        };
        self.learn(&job.code, &outcome);
        outcome
    }

    /// Nothing is evaluated after a cell that failed.
    fn expressions(&mut self, job: &Job, outcome: &Outcome) -> HashMap<String, ExpressionResult> {
        match &mut self.engine {
            Some(engine) if outcome.is_ok() => {
                expressions::evaluate(engine, &job.expressions, &self.interrupt)
            }
            _ => HashMap::new(),
        }
    }

    fn learn(&self, code: &str, outcome: &Outcome) {
        // The first cell has run: now there is time for what may be asked next.
        self.knowledge.library.prepare();
        let mut session = self.knowledge.lock();
        if outcome.as_ref().map_or_else(was_compiled, |()| true) {
            session.learn(code);
        }
        let types = self.engine.iter().flat_map(Engine::variable_types);
        session.variables = types
            .map(|(name, ty)| (name.to_owned(), ty.to_owned()))
            .collect();
    }
}

/// Items of a cell that ran stay, however it ended.
fn was_compiled(error: &CellError) -> bool {
    matches!(
        error.name.as_str(),
        "panic" | "TODO" | "interrupted" | "crash"
    )
}

/// Passes output on while a cell runs.
struct Relay<'a> {
    progress: &'a mpsc::Sender<Progress>,
    interrupt: &'a Interrupt,
    stdout: Stream,
    stderr: Stream,
}

impl<'a> Relay<'a> {
    fn new(progress: &'a mpsc::Sender<Progress>, interrupt: &'a Interrupt) -> Self {
        Self {
            progress,
            interrupt,
            stdout: Stream::new("stdout"),
            stderr: Stream::new("stderr"),
        }
    }

    /// Returns whether the cell should stop.
    fn take(&mut self, output: Option<Output>) -> bool {
        let now = Instant::now();
        match output {
            Some(Output::Stdout(bytes)) => {
                let text = self.stdout.push(&bytes, now);
                self.stdout(text);
            }
            Some(Output::Stderr(bytes)) => {
                let text = self.stderr.push(&bytes, now);
                self.stderr(text);
            }
            Some(Output::Display(event)) => {
                self.flush(now);
                self.send(Progress::Display(event));
            }
            Some(Output::Input(input)) => {
                self.flush(now);
                self.send(Progress::Input(input));
            }
            None => {
                let (out, err) = (self.stdout.due(now), self.stderr.due(now));
                self.stdout(out);
                self.stderr(err);
            }
        }
        self.interrupt.is_wanted()
    }

    /// What was printed before a figure or a question stands before it.
    fn flush(&mut self, now: Instant) {
        let (out, err) = (self.stdout.flush(now), self.stderr.flush(now));
        self.stdout(out);
        self.stderr(err);
    }

    fn finish(&mut self) {
        let (out, err) = (self.stdout.finish(), self.stderr.finish());
        self.stdout(out);
        self.stderr(err);
    }

    fn stdout(&self, text: Option<String>) {
        text.into_iter()
            .for_each(|text| self.send(Progress::Text(StreamContent::stdout(&text))));
    }

    fn stderr(&self, text: Option<String>) {
        text.into_iter()
            .for_each(|text| self.send(Progress::Text(StreamContent::stderr(&text))));
    }

    fn send(&self, progress: Progress) {
        // Nobody listens only when the kernel ends.
        let _ = self.progress.blocking_send(progress);
    }
}

fn interrupted() -> CellError {
    told("interrupted", "the cell was interrupted before it ran")
}

fn no_kit(error: &KitError) -> CellError {
    told("set-up", &error.to_string())
}

fn no_engine(error: &EngineError) -> CellError {
    told(
        "engine",
        &format!(
            "the process that runs cells cannot be started: {error}\nhint: run `cargo noisebook setup`"
        ),
    )
}

fn engine_failed(error: &EngineError) -> CellError {
    told(
        "engine",
        &format!(
            "{error}\nhint: the session goes on; run the cell again, and restart the kernel if that does not help"
        ),
    )
}

fn engine_lost() -> CellError {
    told(
        "engine",
        "the engine failed and was replaced: all variables, functions and types are gone\nhint: run the cells again from the first",
    )
}

/// An error in words; the first line is the message.
fn told(name: &str, text: &str) -> CellError {
    let trace: Vec<String> = text.lines().map(ToOwned::to_owned).collect();
    let message = trace.first().cloned().unwrap_or_default();
    CellError {
        name: name.to_owned(),
        message,
        trace,
    }
}
