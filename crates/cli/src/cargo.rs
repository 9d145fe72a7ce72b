//! Runs cargo in the course, with a line that shows what it does.

use std::ffi::OsString;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, anyhow};
use serde_json::Value;

use crate::course::Course;
use crate::errors::Hint;
use crate::progress;

/// `cargo` in the folder `dir`: the very cargo that runs this command, if any.
pub fn command(dir: &Path) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.current_dir(dir);
    command
}

/// Builds with `cargo build ARGS` and gives cargo's messages, one JSON object a line.
/// `what` names the result for people: "the judge".
pub fn build(course: &Course, what: &str, args: &[&str]) -> Result<String> {
    let mut command = command(course.root());
    command
        .args(["build", "--message-format=json-render-diagnostics"])
        .args(args);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let child = command.spawn().context("cannot start `cargo`");
    let child = child.hint("install Rust from https://rustup.rs and open a new terminal")?;
    let (success, messages, log) = follow(child, &format!("Building {what}"))?;
    if success {
        return Ok(messages);
    }
    let log = log.join("\n");
    let first_error = log
        .find("error")
        .map_or(0, |at| log[..at].rfind('\n').map_or(0, |line| line + 1));
    Err(anyhow!(
        "cannot build {what}: cargo says\n{}",
        &log[first_error..]
    ))
    .hint(format!("to see all of it: cargo build {}", args.join(" ")))
}

/// Reads both streams of cargo to their ends; stderr moves the progress line.
fn follow(mut child: Child, task: &str) -> Result<(bool, String, Vec<String>)> {
    let bar = progress::spinner(task);
    let stdout = child.stdout.take();
    let messages = std::thread::spawn(move || {
        let mut text = String::new();
        stdout
            .map(|mut stream| stream.read_to_string(&mut text))
            .transpose()
            .map(|_| text)
    });
    let mut log = Vec::new();
    for line in child
        .stderr
        .take()
        .into_iter()
        .flat_map(|stream| BufReader::new(stream).lines())
    {
        let line = line.context("cannot read what cargo prints")?;
        bar.set_message(line.trim().to_owned());
        log.push(line);
    }
    let messages = messages
        .join()
        .map_err(|_| anyhow!("cannot read cargo's messages"))?;
    let status = child.wait().context("cannot wait for cargo")?;
    bar.finish_and_clear();
    Ok((
        status.success(),
        messages.context("cannot read cargo's messages")?,
        log,
    ))
}

/// The program `name` in cargo's messages.
pub fn executable(messages: &str, name: &str) -> Option<PathBuf> {
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let mut programs = messages.filter(|message| message["target"]["name"] == name);
    programs.find_map(|message| Some(PathBuf::from(message["executable"].as_str()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_among_cargos_messages() {
        let messages = r#"{"reason":"compiler-artifact","target":{"name":"judge"},"executable":null}
{"reason":"compiler-artifact","target":{"name":"other"},"executable":"/t/other"}
not json
{"reason":"compiler-artifact","target":{"name":"judge"},"executable":"/t/judge"}"#;
        assert_eq!(
            executable(messages, "judge"),
            Some(PathBuf::from("/t/judge"))
        );
        assert_eq!(executable(messages, "jury"), None);
    }
}
