//! Compilers that have started, read the kit and now wait for a source: most of the time that a small cell takes is spent
//! before its source is looked at.
//!
//! The crate's root says `extern crate …` for all that a cell can use and then includes a file that is a link to the
//! compiler's standard input. The compiler reads that only when everything before it is loaded. If the engine ends, the pipe
//! closes: the compiler sees an empty file and ends, too.

use std::io::{self, Write};
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Child, Stdio};

use super::call::{Call, Place};
use crate::generated::Generated;
use crate::root;

/// An item crate and its object.
pub type Extern = (String, PathBuf);

/// A compiler that waits.
#[derive(Debug)]
pub struct Standby {
    /// What it will compile.
    pub call: Call,
    /// Name of the crate, and of its files.
    pub name: String,
    /// An item crate that need not be there yet: the one that comes next. A cell's statements follow its items.
    pub expected: Option<Extern>,
    process: Option<Child>,
}

impl Standby {
    /// Starts one.
    pub fn start(
        place: &Place,
        call: &Call,
        name: &str,
        expected: Option<Extern>,
    ) -> io::Result<Self> {
        let root = root::of_call(call);
        let (input, source) = (place.source(&format!("{name}.root")), place.source(name));
        symlink("/proc/self/fd/0", &source)?;
        std::fs::write(
            &input,
            format!("{}\ninclude!({source:?});\n", root.join("\n")),
        )?;
        let mut with_expected = call.clone();
        with_expected.externs.extend(expected.clone());
        let mut command = place.command(&with_expected, name, name, &input);
        let process = command.stdin(Stdio::piped()).spawn()?;
        Ok(Self {
            call: call.clone(),
            name: name.to_owned(),
            expected,
            process: Some(process),
        })
    }

    /// Whether it can compile crates that see just these item crates.
    pub fn sees(&self, externs: &[Extern]) -> bool {
        let own = &self.call.externs;
        externs == own
            || (externs.starts_with(own) && externs[own.len()..] == *self.expected.as_slice())
    }

    /// Whether it expects this item crate.
    pub fn expects(&self, next: &str) -> bool {
        self.expected.as_ref().is_some_and(|(name, _)| name == next)
    }

    /// Gives it the rest of a crate that sees `externs`; `None` when it has ended meanwhile.
    pub fn compile(mut self, externs: &[Extern], source: &Generated) -> Option<Child> {
        let mut process = self.process.take()?;
        // Its root does not name the expected crate, which is loaded here.
        let expected = externs[self.call.externs.len()..].iter();
        let mut text: String = expected
            .map(|(name, _)| format!("use {name} as _; "))
            .collect();
        text += &source.included();
        let written = process.stdin.take()?.write_all(text.as_bytes());
        if written.is_err() {
            end(&mut process);
            return None;
        }
        Some(process)
    }
}

impl Drop for Standby {
    fn drop(&mut self) {
        self.process.iter_mut().for_each(end);
    }
}

fn end(process: &mut Child) {
    let _ = process.kill();
    let _ = process.wait();
}
