//! Runs a program to its end, or to the moment when nobody wants its end any more.

use std::io::{self, Read};
use std::process::{Child, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

/// How often it is asked whether to stop. An end is noticed at once.
const TICK: Duration = Duration::from_millis(50);

/// What the program wrote to stderr, and how it ended; `None` when `cancel` was set before.
pub fn output(process: &mut Child, cancel: &AtomicBool) -> io::Result<Option<Output>> {
    let stderr = process.stderr.take();
    let (sender, received) = channel();
    thread::spawn(move || {
        let mut text = vec![];
        // Half a message is as good as none: the status says that the program failed.
        let _ = stderr.map(|mut stderr| stderr.read_to_end(&mut text));
        let _ = sender.send(text);
    });
    loop {
        match received.recv_timeout(TICK) {
            Err(RecvTimeoutError::Timeout) if cancel.load(Ordering::SeqCst) => {
                process.kill()?;
                process.wait()?;
                return Ok(None);
            }
            Err(RecvTimeoutError::Timeout) => {}
            text => {
                let stderr = text.unwrap_or_default();
                return Ok(Some(Output {
                    status: process.wait()?,
                    stdout: vec![],
                    stderr,
                }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::{Command, Stdio};

    fn start(program: &str, args: &[&str]) -> Child {
        let mut command = Command::new(program);
        command.args(args).stderr(Stdio::piped());
        command.spawn().expect(program)
    }

    #[test]
    fn a_program_runs_to_its_end() {
        let mut process = start("sh", &["-c", "echo why >&2; exit 3"]);
        let output = output(&mut process, &AtomicBool::new(false)).expect("sh");
        let output = output.expect("an end");
        assert_eq!(
            (output.status.code(), output.stderr.as_slice()),
            (Some(3), b"why\n".as_slice())
        );
    }

    #[test]
    fn a_program_is_stopped() {
        let mut process = start("sleep", &["600"]);
        let output = output(&mut process, &AtomicBool::new(true)).expect("sleep");
        assert!(output.is_none());
    }
}
