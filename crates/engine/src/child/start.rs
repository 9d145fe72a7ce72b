//! Starts the child, with two pipes at the places that it expects.

use std::ffi::OsStr;
use std::io::{Error, PipeReader, PipeWriter, pipe};
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child as Process, Command, Stdio};

use cell_wire::{ANSWERS, EVENTS, ORDERS};

use super::pipes::Pipes;
use crate::error::EngineError;

/// A process and all pipes to it.
pub struct Started {
    pub process: Process,
    /// What it is to do.
    pub orders: PipeWriter,
    /// What its standard input is.
    pub answers: PipeWriter,
    /// What it writes to.
    pub pipes: Pipes,
}

/// Starts `program`.
pub fn start(program: &Path, library_path: &OsStr) -> Result<Started, EngineError> {
    let io = |error| EngineError::io(program, error);
    let (order_end, orders) = pipe().map_err(io)?;
    let (events, event_end): (PipeReader, PipeWriter) = pipe().map_err(io)?;
    let (answer_end, answers) = pipe().map_err(io)?;
    let ends = [
        (high(order_end.as_raw_fd()), ORDERS),
        (high(event_end.as_raw_fd()), EVENTS),
        (high(answer_end.as_raw_fd()), ANSWERS),
    ];
    let process = spawn(program, library_path, ends).map_err(io);
    for (end, _) in ends {
        // SAFETY: made by `high`, owned by nobody else.
        unsafe { libc::close(end) };
    }
    let mut process = process?;
    let (Some(stdout), Some(stderr)) = (process.stdout.take(), process.stderr.take()) else {
        return Err(EngineError::Compiler("the child has no pipes".into()));
    };
    Ok(Started {
        process,
        orders,
        answers,
        pipes: Pipes::new(events, stdout, stderr),
    })
}

fn spawn(
    program: &Path,
    library_path: &OsStr,
    ends: [(RawFd, RawFd); 3],
) -> Result<Process, Error> {
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
                    return Err(Error::last_os_error());
                }
            }
            Ok(())
        });
    }
    command.spawn()
}

/// A copy of a descriptor, above all that the child gets.
fn high(fd: RawFd) -> RawFd {
    // SAFETY: plain system call on an open descriptor.
    unsafe { libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 10) }
}
