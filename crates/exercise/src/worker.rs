//! The process that runs a student's answers: it reads requests and writes replies until its pipe closes.

use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::os::fd::FromRawFd;

use burn::tensor::Device;

use crate::{Handler, Reply, Request, frame};

/// File descriptor on which requests come.
pub const REQUESTS: i32 = 3;
/// File descriptor on which replies go.
pub const REPLIES: i32 = 4;

/// Serves the pipes that the judge set up, then ends the process.
///
/// Exit code 0 when the requests ended, 3 when a pipe broke.
pub fn main(handlers: &[Handler<'_>]) -> ! {
    // SAFETY: the judge opens both before it starts the worker, and nothing else in this process owns them.
    let (requests, replies) = unsafe { (File::from_raw_fd(REQUESTS), File::from_raw_fd(REPLIES)) };
    let served = serve(
        handlers,
        &mut BufReader::new(requests),
        &mut io::BufWriter::new(replies),
    );
    std::process::exit(if served.is_ok() { 0 } else { 3 })
}

/// Answers each request in turn until `requests` ends.
///
/// # Errors
/// When a pipe breaks or a request cannot be read.
pub fn serve(
    handlers: &[Handler<'_>],
    requests: &mut impl Read,
    replies: &mut impl Write,
) -> io::Result<()> {
    let device = Device::flex();
    while let Some(request) = frame::read::<Request>(requests)? {
        let reply = match handlers
            .iter()
            .find(|handler| handler.answer() == request.answer)
        {
            Some(handler) => handler.handle(request, &device),
            None => Reply::Refused(format!("no answer `{}` in this submission", request.answer)),
        };
        send(replies, &reply)?;
    }
    Ok(())
}

/// A reply too large for a frame is refused in a small one.
fn send(replies: &mut impl Write, reply: &Reply) -> io::Result<()> {
    match frame::write(replies, reply) {
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            frame::write(replies, &Reply::Refused(error.to_string()))
        }
        other => other,
    }
}
