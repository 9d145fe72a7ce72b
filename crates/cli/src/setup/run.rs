//! Runs a tool of set-up: what it prints goes to a log, how far it is to the progress line.

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, anyhow};
use indicatif::ProgressBar;

use crate::errors::Hint;

/// Lines of the log that an error shows.
const SHOWN: usize = 15;

/// Runs `command` and gives its standard output.
///
/// `what` says what fails when it fails: "install JupyterLab".
pub fn run(command: &mut Command, what: &str, log: &Path, bar: &ProgressBar) -> Result<String> {
    let mut file = create(log)?;
    let program = command.get_program().to_string_lossy().into_owned();
    writeln!(file, "$ {command:?}").ok();
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let child = ends_with_us(command)
        .spawn()
        .with_context(|| format!("cannot start `{program}`"))?;
    let (success, stdout) = follow(child, &mut file, bar)?;
    match success {
        true => Ok(stdout),
        false => {
            let tail = tail(log, &stdout);
            let hint = hint(&tail);
            Err(anyhow!("cannot {what}: `{program}` failed\n{tail}")).hint(format!(
                "{hint}the whole log is `{}`; set-up goes on where it stopped when it runs again",
                log.display()
            ))
        }
    }
}

/// A tool that outlived a set-up that was killed would write where the next one begins anew.
#[cfg(target_os = "linux")]
fn ends_with_us(command: &mut Command) -> &mut Command {
    use std::os::unix::process::CommandExt;
    let ask = || {
        // SAFETY: a plain system call, about the calling process.
        unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL as libc::c_ulong) };
        Ok(())
    };
    // SAFETY: the closure makes a system call and nothing else.
    unsafe { command.pre_exec(ask) }
}

#[cfg(not(target_os = "linux"))]
fn ends_with_us(command: &mut Command) -> &mut Command {
    command
}

/// What the machine lacks, as far as the tool's last words tell.
fn hint(tail: &str) -> &'static str {
    const FULL: [&str; 2] = ["No space left on device", "os error 28"];
    const OFFLINE: [&str; 8] = [
        "Could not resolve host",
        "Couldn't connect to server",
        "failed to download",
        "Temporary failure in name resolution",
        "Network is unreachable",
        "NewConnectionError",
        "Could not find a version that satisfies",
        "spurious network error",
    ];
    let says = |words: &[&str]| words.iter().any(|word| tail.contains(word));
    match () {
        () if says(&FULL) => "the disk is full: free some space; ",
        () if says(&OFFLINE) => {
            "the first set-up fetches crates and Python packages: look whether this machine is online; "
        }
        () => "",
    }
}

fn create(log: &Path) -> Result<File> {
    let dir = log.parent().unwrap_or(log);
    std::fs::create_dir_all(dir).with_context(|| format!("cannot create `{}`", dir.display()))?;
    File::create(log).with_context(|| format!("cannot write `{}`", log.display()))
}

fn follow(mut child: Child, log: &mut File, bar: &ProgressBar) -> Result<(bool, String)> {
    let stdout = child.stdout.take();
    let reader = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stdout.map(|mut stream| stream.read_to_end(&mut bytes));
        String::from_utf8_lossy(&bytes).into_owned()
    });
    if let Some(stderr) = child.stderr.take() {
        for_each_line(stderr, |line| match cargo_progress(line) {
            Some(progress) => bar.set_message(progress),
            None => drop(writeln!(log, "{line}")),
        });
    }
    let status = child.wait().context("cannot wait for the tool")?;
    let stdout = reader
        .join()
        .map_err(|_| anyhow!("cannot read what the tool prints"))?;
    Ok((status.success(), stdout))
}

/// Calls `f` for each line; a carriage return ends one too.
fn for_each_line(stream: impl Read, mut f: impl FnMut(&str)) {
    let mut line = Vec::new();
    for byte in BufReader::new(stream).bytes().map_while(Result::ok) {
        if byte == b'\n' || byte == b'\r' {
            f(String::from_utf8_lossy(&line).trim_end());
            line.clear();
        } else {
            line.push(byte);
        }
    }
}

/// Makes cargo draw its own bar even into a pipe, for [`run`] to read.
pub fn with_cargo_progress(command: &mut Command) -> &mut Command {
    command
        .env("CARGO_TERM_PROGRESS_WHEN", "always")
        .env("CARGO_TERM_PROGRESS_WIDTH", "100")
        .env("CARGO_TERM_COLOR", "never")
}

/// `143/192 crates` of cargo's `Building [=====>  ] 143/192: burn-core`.
fn cargo_progress(line: &str) -> Option<String> {
    let (_, after) = line
        .trim_start()
        .strip_prefix("Building [")?
        .split_once("] ")?;
    let counts = after.split(':').next()?.trim();
    counts.contains('/').then(|| format!("{counts} crates"))
}

fn tail(log: &Path, stdout: &str) -> String {
    let text = std::fs::read_to_string(log).unwrap_or_default();
    let lines: Vec<&str> = text
        .lines()
        .skip(1)
        .chain(stdout.lines().filter(|line| !line.starts_with('{')))
        .collect();
    lines[lines.len().saturating_sub(SHOWN)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_bar_becomes_a_count() {
        let line = "    Building [=======>          ] 143/192: burn-core, burn-nn(build)";
        assert_eq!(cargo_progress(line).as_deref(), Some("143/192 crates"));
        assert_eq!(cargo_progress("   Compiling burn v0.22.1"), None);
    }

    #[test]
    fn a_full_disk_and_a_missing_network_are_told_apart() {
        let pip = "ERROR: Could not find a version that satisfies the requirement anyio==4.16.0";
        assert!(hint(pip).contains("online"));
        assert!(
            hint("error: failed to write: No space left on device (os error 28)").contains("full")
        );
        assert_eq!(hint("error[E0308]: mismatched types"), "");
    }

    #[test]
    fn a_failure_shows_the_end_of_the_log() {
        let dir = tempfile::tempdir().unwrap();
        let log = dir.path().join("logs").join("a.log");
        let mut command = Command::new("sh");
        command.args(["-c", "echo some cause >&2; exit 3"]);
        let error = run(&mut command, "do it", &log, &ProgressBar::hidden()).unwrap_err();
        assert_eq!(error.to_string(), "cannot do it: `sh` failed\nsome cause");
    }
}
