//! The same work in PyTorch, eager and compiled, by the script that this program carries.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::Args;

const SCRIPT: &str = include_str!("../peer/peer.py");

/// One time of PyTorch.
#[derive(Clone, Debug, PartialEq)]
pub struct Time {
    /// `eager` or `compiled`, as the script says.
    pub mode: String,
    /// The name of the work.
    pub work: String,
    /// Images in a batch.
    pub batch: usize,
    /// Seconds of one run.
    pub seconds: f64,
}

/// Runs the script in `python`.
pub fn all(python: &Path, args: &Args, on_gpu: bool) -> Result<Vec<Time>, String> {
    let dir = tempfile::tempdir().map_err(|error| error.to_string())?;
    let script = dir.path().join("peer.py");
    std::fs::write(&script, SCRIPT).map_err(|error| error.to_string())?;
    let batches: Vec<String> = args.batch.iter().map(usize::to_string).collect();
    let mut command = Command::new(python);
    command.arg(&script);
    command.args(["--batch", &batches.join(",")]);
    for (name, value) in [
        ("--width", args.width),
        ("--turns", args.turns),
        ("--steps", args.steps),
    ] {
        command.arg(name).arg(value.to_string());
    }
    command.args(["--device", if on_gpu { "cuda" } else { "cpu" }]);
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("cannot start `{}`: {error}", python.display()))?;
    if !output.status.success() {
        return Err(format!(
            "the script for PyTorch failed in `{}`\nhint: `--peer` names a Python that can `import torch`",
            python.display()
        ));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().filter_map(time).collect())
}

/// `eager training 128 0.0012`; other lines are PyTorch's own words.
fn time(line: &str) -> Option<Time> {
    let [mode, work, batch, seconds] = line.split(' ').collect::<Vec<_>>()[..] else {
        return None;
    };
    Some(Time {
        mode: mode.to_owned(),
        work: work.to_owned(),
        batch: batch.parse().ok()?,
        seconds: seconds.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_and_other_words_are_not() {
        let read = time("compiled training 128 0.25").unwrap();
        assert_eq!(
            (read.mode.as_str(), read.batch, read.seconds),
            ("compiled", 128, 0.25)
        );
        assert_eq!(time("W0101 some warning of torch"), None);
    }
}
