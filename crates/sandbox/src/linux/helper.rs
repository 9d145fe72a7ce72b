//! The helper's entry: takes its descriptors, hears its orders, reports.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::os::fd::{FromRawFd, OwnedFd, RawFd};
use std::time::Instant;

use crate::message::{Failure, Message, Spec, Step};
use crate::platform::cell::Cell;
use crate::platform::{supervisor, sys};

/// What a program reads its requests from.
pub(super) const REQUESTS: RawFd = 3;
/// What a program writes its replies to.
pub(super) const REPLIES: RawFd = 4;
/// Where the helper reports. No program ever has it.
const STATUS: RawFd = 5;
/// Where the helper hears its orders. It closes when the caller wants the program dead, or is dead.
const CONTROL: RawFd = 6;

/// Where the helper reports.
pub(super) struct Reporter(File);

impl Reporter {
    pub(super) fn send(&mut self, message: &Message) {
        let mut line = serde_json::to_vec(message).unwrap_or_default();
        line.push(b'\n');
        // Nobody is left to tell when the caller is gone.
        let _ = self.0.write_all(&line);
    }
}

/// Runs the helper. `args` are the numbers of its four descriptors.
pub(crate) fn helper(args: impl Iterator<Item = OsString>) -> ! {
    let start = Instant::now();
    let Some((control, mut reporter)) = numbers(args).and_then(adopt) else {
        eprintln!("this argument is for the sandbox itself");
        std::process::exit(64)
    };
    let failed = match hear(control) {
        Ok((spec, control)) => work(&spec, control, &mut reporter, start).err(),
        Err(error) => Some(Failure::at(Step::Start, "read the policy")(error)),
    };
    if let Some(failure) = failed {
        reporter.send(&Message::Failed(failure));
    }
    // At once: nothing is left to flush, and no destructor has anything to say.
    sys::exit(0)
}

fn work(
    spec: &Spec,
    control: OwnedFd,
    reporter: &mut Reporter,
    start: Instant,
) -> Result<(), Failure> {
    sys::new_session();
    sys::default_signals();
    let cell = Cell::build(spec)?;
    reporter.send(&Message::Started);
    reporter.send(&supervisor::supervise(cell, spec, &control, start));
    Ok(())
}

fn numbers(args: impl Iterator<Item = OsString>) -> Option<[RawFd; 4]> {
    let numbers: Vec<RawFd> = args
        .map(|arg| arg.to_str()?.parse().ok())
        .collect::<Option<_>>()?;
    numbers.try_into().ok()
}

/// Moves the four descriptors to their places and closes all others but the standard streams.
fn adopt(numbers: [RawFd; 4]) -> Option<(OwnedFd, Reporter)> {
    let places = [CONTROL, STATUS, REQUESTS, REPLIES];
    // SAFETY: the numbers were made for this process; nothing else in it has opened a descriptor yet.
    unsafe {
        // Out of the way first: each may sit where another has to go.
        let high = numbers.map(|fd| libc::fcntl(fd, libc::F_DUPFD_CLOEXEC, 16));
        let moved = high
            .iter()
            .zip(places)
            .all(|(&fd, place)| fd >= 0 && libc::dup2(fd, place) == place);
        if !moved || sys::close_range(7, 0).is_err() {
            return None;
        }
        Some((
            OwnedFd::from_raw_fd(CONTROL),
            Reporter(File::from_raw_fd(STATUS)),
        ))
    }
}

fn hear(control: OwnedFd) -> io::Result<(Spec, OwnedFd)> {
    let mut reader = BufReader::new(File::from(control));
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    Ok((serde_json::from_slice(&line)?, reader.into_inner().into()))
}
