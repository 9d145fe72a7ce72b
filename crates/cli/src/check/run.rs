//! Runs the compiled checks with a limit of time.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow};
use kit::Kit;

use crate::errors::Hint;

/// Whether all checks passed; what they print is shown as it comes.
pub fn run(program: &Path, kit: &Kit, limit: Duration) -> Result<bool> {
    let mut command = Command::new(program);
    command.env("LD_LIBRARY_PATH", kit.library_path_before_own());
    finish(&mut command, limit)
}

fn finish(command: &mut Command, limit: Duration) -> Result<bool> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start the checks")?;
    let lines = lines(&mut child);
    let deadline = Instant::now() + limit;
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) => println!("{line}"),
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => {
                child.kill().ok();
                child.wait().ok();
                return Err(anyhow!(
                    "the checks were stopped after {} s",
                    limit.as_secs()
                ))
                .hint(
                    "look for a loop without an end in the first answer that shows no result above",
                );
            }
        }
    }
    let status = child.wait().context("cannot wait for the checks")?;
    match status.code() {
        Some(0) => Ok(true),
        Some(1) => Ok(false),
        _ => Err(anyhow!("the checks died: {status}"))
            .hint("the answer after the last result above ends the whole process"),
    }
}

fn lines(child: &mut Child) -> Receiver<String> {
    let (sender, receiver) = channel();
    if let Some(stdout) = child.stdout.take() {
        std::thread::spawn(move || {
            let lines = BufReader::new(stdout).lines().map_while(Result::ok);
            lines
                .take_while(|line| sender.send(line.clone()).is_ok())
                .for_each(drop);
        });
    }
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn the_exit_code_tells_right_from_wrong() {
        let limit = Duration::from_secs(60);
        assert!(finish(&mut shell("exit 0"), limit).unwrap());
        assert!(!finish(&mut shell("exit 1"), limit).unwrap());
        assert!(finish(&mut shell("exit 7"), limit).is_err());
    }

    #[test]
    fn an_endless_answer_is_stopped() {
        let error = finish(
            &mut shell("exec tail -f /dev/null"),
            Duration::from_millis(50),
        )
        .unwrap_err();
        assert_eq!(error.to_string(), "the checks were stopped after 0 s");
    }
}
