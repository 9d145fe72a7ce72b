//! Earlier exercises on which an answer builds.
//!
//! In the grader an answer also runs with the reference's earlier answers, so that one slip does not take every point. No
//! reference body enters the student's process: there the scaffold stands for the earlier answers, and while a call may be
//! assisted, the scaffold's bodies ask the judge, which decides what it answers.

use std::cell::{Cell, RefCell};
use std::io::{self, Read, Write};
use std::rc::Rc;

use crate::subject::read_result;
use crate::{Exercise, Reply, Request, Wire, Writer, frame};

/// The worker's ends of the pipes to the judge.
pub(crate) struct Link {
    pub(crate) requests: Box<dyn Read>,
    pub(crate) replies: Box<dyn Write>,
}

thread_local! {
    static LINK: RefCell<Option<Rc<RefCell<Link>>>> = const { RefCell::new(None) };
    static ALLOWED: Cell<bool> = const { Cell::new(false) };
}

/// Lets the bodies that this thread runs ask over `link`, once a call may be assisted.
pub(crate) fn connect(link: &Rc<RefCell<Link>>) {
    LINK.with(|found| found.replace(Some(Rc::clone(link))));
}

/// Says whether the call that begins may be assisted.
pub(crate) fn allow(allowed: bool) {
    ALLOWED.with(|found| found.set(allowed));
}

/// The body of an exercise that nobody filled: the judge's answer while the call may be assisted.
///
/// # Panics
/// With the TODO, where there is no such answer.
#[track_caller]
pub fn unfilled<R: Wire>(exercise: &Exercise, write: impl FnOnce(&mut Writer)) -> R {
    let mut writer = Writer::default();
    if ALLOWED.with(Cell::get) {
        write(&mut writer);
        if let Some(Ok(result)) = ask(exercise, writer).map(|reply| returned(reply, exercise)) {
            return result;
        }
    }
    panic!("{}", exercise.todo())
}

fn returned<R: Wire>(reply: Reply, exercise: &Exercise) -> Result<R, ()> {
    match reply {
        Reply::Returned { values, .. } => read_result(values, exercise.method).map_err(drop),
        _ => Err(()),
    }
}

/// The judge's reply; nothing when there is no judge.
fn ask(exercise: &Exercise, writer: Writer) -> Option<Reply> {
    let link = LINK.with(|link| link.borrow().clone())?;
    let mut link = link.try_borrow_mut().ok()?;
    let request = Request {
        answer: exercise.answer.into(),
        method: exercise.method.into(),
        args: writer.values,
        seed: 0,
        gradient: None,
        assist: false,
    };
    exchange(&mut link, &Reply::Asks(request)).ok()
}

fn exchange(link: &mut Link, question: &Reply) -> io::Result<Reply> {
    frame::write(&mut link.replies, question)?;
    frame::read(&mut link.requests)?.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}
