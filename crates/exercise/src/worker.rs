//! The process that runs a student's answers: it reads requests and writes replies until its pipe closes.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufReader, Read, Write};
use std::os::fd::FromRawFd;
use std::rc::Rc;

use burn::tensor::Device;

use crate::assist::{self, Link};
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
    let served = serve_assisted(
        handlers,
        BufReader::new(requests),
        io::BufWriter::new(replies),
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
    answer_all(
        handlers,
        || frame::read(requests),
        |reply| send(replies, reply),
    )
}

/// As [`serve`]; calls may be assisted.
pub(crate) fn serve_assisted(
    handlers: &[Handler<'_>],
    requests: impl Read + 'static,
    replies: impl Write + 'static,
) -> io::Result<()> {
    let link = Rc::new(RefCell::new(Link {
        requests: Box::new(requests),
        replies: Box::new(replies),
    }));
    assist::connect(&link);
    answer_all(
        handlers,
        || frame::read(&mut link.borrow_mut().requests),
        |reply| send(&mut link.borrow_mut().replies, reply),
    )
}

fn answer_all(
    handlers: &[Handler<'_>],
    mut next: impl FnMut() -> io::Result<Option<Request>>,
    mut give: impl FnMut(&Reply) -> io::Result<()>,
) -> io::Result<()> {
    let device = Device::flex();
    while let Some(request) = next()? {
        assist::allow(request.assist);
        let mut handlers = handlers.iter();
        let reply = match handlers.find(|handler| handler.answer() == request.answer) {
            Some(handler) => handler.handle(request, &device),
            None => Reply::Refused(format!("no answer `{}` in this submission", request.answer)),
        };
        give(&reply)?;
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
