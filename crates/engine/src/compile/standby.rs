//! Compilers that have started, read the kit and now wait for a source: most of the time that a small cell takes is spent
//! before its source is looked at.
//!
//! The crate's root says `extern crate …` for all that a cell can use and then includes a file that is a link to the
//! compiler's standard input. The compiler reads that only when everything before it is loaded. If the engine ends, the pipe
//! closes: the compiler sees an empty file and ends, too.

use std::io::{self, Write};
use std::os::unix::fs::symlink;
use std::process::{Child, Stdio};

use super::call::{Call, Place};

/// A compiler that waits.
#[derive(Debug)]
pub struct Standby {
    /// What it will compile.
    pub call: Call,
    /// Name of the crate, and of its files.
    pub name: String,
    process: Option<Child>,
}

impl Standby {
    /// Starts one. `root` are the first lines of the crate.
    pub fn start(place: &Place, call: &Call, name: &str, root: &[String]) -> io::Result<Self> {
        let (input, source) = (place.source(&format!("{name}.root")), place.source(name));
        symlink("/proc/self/fd/0", &source)?;
        std::fs::write(
            &input,
            format!("{}\ninclude!({source:?});\n", root.join("\n")),
        )?;
        let mut command = place.command(call, name, name, &input);
        let process = command.stdin(Stdio::piped()).spawn()?;
        Ok(Self {
            call: call.clone(),
            name: name.to_owned(),
            process: Some(process),
        })
    }

    /// Gives it the rest of the crate; `None` when it has ended meanwhile.
    pub fn compile(mut self, source: &str) -> Option<Child> {
        let mut process = self.process.take()?;
        let written = process.stdin.take()?.write_all(source.as_bytes());
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
