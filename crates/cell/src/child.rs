//! The loop of the process that runs cells.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::os::fd::FromRawFd;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, OnceLock};

use libloading::os::unix::{Library, RTLD_LOCAL, RTLD_NOW};

use crate::channel::ToEngine;
use crate::{Store, flow, flush, input, orphan, pulse};
use cell_wire::{ANSWERS, EVENTS, Event, Flow, ORDERS, Order};

type Entry = unsafe fn(&mut Store) -> Flow;

/// Stack of the thread that runs cells: recursion as deep as a main thread's, and then some.
const STACK: usize = 256 << 20;

/// Carries out orders until the engine closes the pipe.
pub fn main() {
    pulse::listen();
    keep_to_ourselves();
    orphan::end_with_engine();
    flush::start();
    input::listen();
    noisebook_runtime::display::set_channel(ToEngine);
    let cells = std::thread::Builder::new()
        .name("cells".into())
        .stack_size(STACK)
        .spawn(serve);
    let served = cells.map(|thread| thread.join().is_ok()).unwrap_or(false);
    std::process::exit(if served { 0 } else { 1 })
}

/// Programs that a cell starts do not get the pipes to the engine.
fn keep_to_ourselves() {
    for pipe in [ORDERS, EVENTS, ANSWERS] {
        // SAFETY: a plain system call.
        unsafe { libc::fcntl(pipe, libc::F_SETFD, libc::FD_CLOEXEC) };
    }
}

fn serve() {
    let process = std::process::id();
    // SAFETY: the engine opens the descriptor for this process alone.
    let orders = BufReader::new(unsafe { File::from_raw_fd(ORDERS) });
    let mut store = Store::default();
    for line in orders.lines() {
        let Ok(line) = line else { return };
        let Ok(order) = serde_json::from_str(&line) else {
            return;
        };
        let event = carry_out(order, &mut store);
        if std::process::id() != process {
            // SAFETY: a cell forked. The copy has nobody to report to; it ends without running what is the original's.
            unsafe { libc::_exit(0) };
        }
        send(&event);
    }
}

fn carry_out(order: Order, store: &mut Store) -> Event {
    let flow = match order {
        Order::Load { paths } => paths
            .iter()
            .try_for_each(|path| load(path).map(drop))
            .map(|()| Flow::Done),
        Order::Run { path } => run(&path, store),
        Order::Forget { names } => {
            names.iter().for_each(|name| store.forget(name));
            Ok(Flow::Done)
        }
    };
    match flow {
        Ok(flow) => Event::Finished {
            flow,
            variables: store.names(),
        },
        Err(error) => Event::Refused {
            reason: error.to_string(),
        },
    }
}

/// Loads for good: variables may hold code of it.
fn load(path: &str) -> Result<&'static Library, libloading::Error> {
    // SAFETY: the engine compiled the object against this process's libraries with the same compiler.
    let library = unsafe { Library::open(Some(path), RTLD_NOW | RTLD_LOCAL) }?;
    Ok(Box::leak(Box::new(library)))
}

fn run(path: &str, store: &mut Store) -> Result<Flow, libloading::Error> {
    let library = load(path)?;
    // SAFETY: the engine generates the function with this signature.
    let entry = unsafe { library.get::<Entry>(b"noisebook_cell") }?;
    noisebook_runtime::interrupt::clear();
    flush::begin();
    // SAFETY: as above. Panics are caught inside, save those of values that are dropped when the cell has ended.
    let ended = catch_unwind(AssertUnwindSafe(|| unsafe { entry(store) }));
    flush::end();
    Ok(ended.unwrap_or_else(|panic| flow::of_panic(panic.as_ref())))
}

/// Sends an event to the engine; the engine is gone when that fails, and nobody is left to tell.
pub(crate) fn send(event: &Event) {
    // What was printed before is shown before.
    flush::stdout();
    static PIPE: OnceLock<Mutex<File>> = OnceLock::new();
    // SAFETY: the engine opens the descriptor for this process alone.
    let pipe = PIPE.get_or_init(|| Mutex::new(unsafe { File::from_raw_fd(EVENTS) }));
    let (Ok(mut pipe), Ok(mut line)) = (pipe.lock(), serde_json::to_vec(event)) else {
        return;
    };
    line.push(b'\n');
    let _ = pipe.write_all(&line);
}
