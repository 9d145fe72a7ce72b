//! Why a process ended.

use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use super::{Child, GRACE, Sink};

impl Child {
    /// A process that closed its pipes ought to end soon; if not, it is ended.
    fn wait_a_while(&mut self) -> std::io::Result<ExitStatus> {
        let until = Instant::now() + GRACE;
        while Instant::now() < until {
            if let Some(status) = self.process.try_wait()? {
                return Ok(status);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        self.kill();
        self.process.wait()
    }

    /// Why the process ended.
    pub(super) fn reap(&mut self, sink: &mut Sink<'_>) -> String {
        let status = self.wait_a_while();
        self.pipes.drain(sink);
        self.kill();
        let words = self.pipes.last_words();
        if words.contains("has overflowed its stack") {
            return "its stack overflowed, as when a function calls itself without end".into();
        }
        if let Some(line) = words
            .lines()
            .find(|line| line.starts_with("memory allocation of"))
        {
            return format!("it ran out of memory ({line})");
        }
        status.map_or_else(|error| error.to_string(), describe)
    }
}

fn describe(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("it called `exit({code})`"),
        (None, Some(libc::SIGSEGV)) => "it touched memory that is not its own (SIGSEGV)".into(),
        (None, Some(libc::SIGABRT)) => "it aborted (SIGABRT)".into(),
        (None, Some(libc::SIGKILL)) => "it was killed, perhaps for lack of memory (SIGKILL)".into(),
        (None, Some(signal)) => format!("signal {signal} ended it"),
        (None, None) => "it ended".into(),
    }
}
