//! A kernel from its start to its end.

use std::sync::Arc;
use std::time::Duration;

use jupyter_protocol::{ConnectionInfo, JupyterMessage, Status};
use tokio::sync::mpsc;

use crate::execute::Queue;
use crate::interrupt::Interrupt;
use crate::kernel::{Kernel, Knowledge};
use crate::knowledge::Library;
use crate::publish::publisher;
use crate::signals::Signals;
use crate::stdin::Stdin;
use crate::worker::{self, Cells};
use crate::{Options, StartError, connection, control, heartbeat, parent, shell};

/// How long the last messages have to leave.
const LINGER: Duration = Duration::from_millis(50);

/// Serves a kernel until a client, a signal or the end of Jupyter ends it.
///
/// # Errors
/// [`StartError`] when nobody could talk to the kernel. A missing kit is none: it is told to whoever runs a cell.
pub fn serve(options: &Options) -> Result<(), StartError> {
    let info = connection::read(&options.connection_file)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (interrupt, knowledge) = (
        Arc::new(Interrupt::default()),
        Knowledge::new(Library::new(&options.root(), options.feature)),
    );
    let (jobs, received) = std::sync::mpsc::channel();
    let (late, put_out) = mpsc::unbounded_channel();
    let worker = worker::spawn(
        (options.root(), options.feature),
        interrupt.clone(),
        knowledge.clone(),
        received,
        late,
    )?;
    let cells = Cells {
        jobs,
        late: put_out,
    };
    let served = runtime.block_on(talk(&info, interrupt.clone(), knowledge, cells));
    interrupt.stop();
    // Ends all tasks, and with them the source of jobs.
    drop(runtime);
    worker.end();
    served
}

async fn talk(
    info: &ConnectionInfo,
    interrupt: Arc<Interrupt>,
    knowledge: Knowledge,
    worker: Cells,
) -> Result<(), StartError> {
    let session = JupyterMessage::from(Status::starting()).header.session;
    let sockets = connection::bind(info, &session).await?;
    let signals = Signals::listen()?;
    let (publisher, publishing) = publisher(sockets.iopub);
    tokio::spawn(publishing);
    tokio::spawn(heartbeat::beat(sockets.heartbeat));
    publisher.announce(Status::starting()).await;

    let kernel = Arc::new(Kernel::new(publisher, interrupt.clone(), knowledge));
    let (answers, requests) = sockets.shell.split();
    let (queue, cells) = mpsc::unbounded_channel();
    let stdin = Stdin::new(sockets.stdin);
    let answers_of_cells = connection::another(&answers);
    tokio::spawn(Queue::new(kernel.clone(), cells, worker, answers_of_cells, stdin).run());
    tokio::select! {
        () = shell::serve(kernel.clone(), requests, answers, queue) => {}
        () = control::serve(kernel, sockets.control) => {}
        () = signals.relay(interrupt) => {}
        () = parent::gone() => {}
    }
    tokio::time::sleep(LINGER).await;
    Ok(())
}
