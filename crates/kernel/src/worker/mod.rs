//! The thread that owns the engine.

mod errors;
mod relay;

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cell_wire::Event;
use engine::{CellError, Engine, Input, Outcome};
use jupyter_protocol::{ExpressionResult, StreamContent};
use kit::{Feature, Kit};
use tokio::sync::mpsc;

use crate::expressions;
use crate::interrupt::Interrupt;
use crate::kernel::Knowledge;
use crate::warm::warm;
use errors::{engine_failed, engine_lost, interrupted, no_engine, no_kit};
use relay::Relay;

/// How long a cell may take to end when the kernel does.
const GRACE: Duration = Duration::from_millis(300);
/// How often it is looked, between cells, for what threads of earlier cells have printed.
const IDLE: Duration = Duration::from_millis(100);

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

/// The way to the thread and back.
pub(crate) struct Cells {
    pub(crate) jobs: Sender<Job>,
    /// What is put out between cells.
    pub(crate) late: mpsc::UnboundedReceiver<Progress>,
}

/// The thread, seen from outside.
pub(crate) struct Handle {
    ended: Receiver<()>,
    folder: Folder,
}

/// The engine's folder of compiled cells, once there is one.
type Folder = Arc<Mutex<Option<PathBuf>>>;

impl Handle {
    /// Waits for the engine to end: its process is then gone and its folder removed. A cell that does not end is left
    /// behind; its process ends when it notices that the kernel is gone.
    pub(crate) fn end(self) {
        // Disconnected is what the end looks like.
        let late = self.ended.recv_timeout(GRACE) == Err(RecvTimeoutError::Timeout);
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

/// Starts the thread. It ends when `jobs` is closed; what is put out between cells goes to `late`.
pub(crate) fn spawn(
    (root, feature): (PathBuf, Feature),
    interrupt: Arc<Interrupt>,
    knowledge: Knowledge,
    jobs: Receiver<Job>,
    late: mpsc::UnboundedSender<Progress>,
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
            while let Some(job) = worker.next(&jobs, &late) {
                worker.serve(&job);
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
    /// The next cell. Until it comes, output of threads that outlive their cell is handed on, within the bounds of one cell.
    fn next(
        &mut self,
        jobs: &Receiver<Job>,
        late: &mpsc::UnboundedSender<Progress>,
    ) -> Option<Job> {
        // Nobody listens only when the kernel ends.
        let mut relay = Relay::new(|progress| _ = late.send(progress));
        loop {
            match jobs.recv_timeout(IDLE) {
                Ok(job) => {
                    relay.finish();
                    return Some(job);
                }
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
            if let Some(engine) = &mut self.engine {
                engine.between_cells(&mut |output| {
                    relay.take(output);
                    false
                });
            }
        }
    }

    fn serve(&mut self, job: &Job) {
        let outcome = self.run(job);
        let expressions = self.expressions(job, &outcome);
        let ended = Ended {
            outcome,
            expressions,
        };
        let _ = job.progress.blocking_send(Progress::Ended(ended));
    }

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
        // Nobody listens only when the kernel ends.
        let mut relay = Relay::new(|progress| _ = job.progress.blocking_send(progress));
        let ran = catch_unwind(AssertUnwindSafe(|| {
            engine.run(job.number, &job.code, &mut |output| {
                relay.take(output);
                interrupt.is_wanted()
            })
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
