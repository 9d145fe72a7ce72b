//! Standard input: a cell that reads it waits until the reader has typed a line.
//!
//! The descriptor itself is at its end, and so it is for programs that a cell starts. The program that runs cells puts
//! [`read`] in the place of the system's function of that name, so that the engine learns of a cell that waits.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::fd::{AsRawFd, FromRawFd};
use std::sync::{Mutex, OnceLock, PoisonError};

use cell_wire::{ANSWERS, Answer, Event};
use noisebook_runtime::interrupt;

use crate::child::send;

/// Defines the program that runs cells.
#[macro_export]
macro_rules! program {
    () => {
        /// Replaces the system's function for this program and the libraries that it loads.
        ///
        /// # Safety
        /// `buffer` must have room for `count` bytes.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn read(descriptor: i32, buffer: *mut u8, count: usize) -> isize {
            unsafe { $crate::read(descriptor, buffer, count) }
        }

        fn main() {
            $crate::main()
        }
    };
}

/// How often a waiting cell looks whether it is interrupted.
const TICK: libc::c_int = 50;

static STANDARD_INPUT: OnceLock<Mutex<Input>> = OnceLock::new();

struct Input {
    answers: BufReader<File>,
    /// Questions asked so far: an answer to an earlier one came too late.
    asked: u64,
    /// Typed, and not yet read.
    rest: Vec<u8>,
    /// A copy of this process has nobody to ask.
    process: u32,
}

enum Line {
    Typed,
    End,
    Interrupted,
}

/// From now on standard input is asked for.
pub(crate) fn listen() {
    let input = Input {
        // SAFETY: the engine opens the descriptor for this process alone.
        answers: BufReader::new(unsafe { File::from_raw_fd(ANSWERS) }),
        asked: 0,
        rest: vec![],
        process: std::process::id(),
    };
    let _ = STANDARD_INPUT.set(Mutex::new(input));
}

/// Reads like the system's function of that name; standard input is asked for, a line at a time.
///
/// # Safety
/// `buffer` must have room for `count` bytes.
pub unsafe fn read(descriptor: i32, buffer: *mut u8, count: usize) -> isize {
    match STANDARD_INPUT.get() {
        Some(input) if descriptor == libc::STDIN_FILENO && count > 0 => {
            let mut input = input.lock().unwrap_or_else(PoisonError::into_inner);
            // SAFETY: the caller vouches for the room.
            input.fill(unsafe { std::slice::from_raw_parts_mut(buffer, count) })
        }
        // SAFETY: passed on as it came.
        _ => unsafe { libc::syscall(libc::SYS_read, descriptor, buffer, count) as isize },
    }
}

impl Input {
    fn fill(&mut self, buffer: &mut [u8]) -> isize {
        if self.rest.is_empty() {
            match self.ask() {
                Line::Typed => {}
                Line::End => return 0,
                Line::Interrupted => return interrupted(),
            }
        }
        let count = buffer.len().min(self.rest.len());
        buffer[..count].copy_from_slice(&self.rest[..count]);
        self.rest.drain(..count);
        count as isize
    }

    fn ask(&mut self) -> Line {
        if self.process != std::process::id() {
            return Line::End;
        }
        self.asked += 1;
        send(&Event::Input { number: self.asked });
        loop {
            if interrupt::requested() {
                return Line::Interrupted;
            }
            match self.answer() {
                Some(Ok(answer)) if answer.number != self.asked => {}
                Some(Ok(Answer {
                    text: Some(text), ..
                })) if !text.is_empty() => {
                    self.rest = text.into_bytes();
                    return Line::Typed;
                }
                Some(_) => return Line::End,
                None => {}
            }
        }
    }

    /// An answer, if one comes soon; an error when none will ever come.
    fn answer(&mut self) -> Option<std::io::Result<Answer>> {
        if self.answers.buffer().is_empty() && !self.is_ready() {
            return None;
        }
        let mut line = String::new();
        let read = self.answers.read_line(&mut line);
        Some(read.and_then(|_| Ok(serde_json::from_str(&line)?)))
    }

    fn is_ready(&self) -> bool {
        let mut fds = [libc::pollfd {
            fd: self.answers.get_ref().as_raw_fd(),
            events: libc::POLLIN,
            revents: 0,
        }];
        // SAFETY: the array outlives the call.
        unsafe { libc::poll(fds.as_mut_ptr(), 1, TICK) > 0 }
    }
}

/// Not `EINTR`, after which the standard library would ask again.
fn interrupted() -> isize {
    // SAFETY: points to this thread's own variable.
    unsafe { *libc::__errno_location() = libc::ECANCELED };
    -1
}
