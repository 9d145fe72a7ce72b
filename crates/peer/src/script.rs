use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A Python script that times what it is asked for: for each line that it reads, it writes one line with seconds.
#[derive(Debug)]
pub struct Peer {
    child: Child,
    requests: ChildStdin,
    replies: BufReader<ChildStdout>,
}

impl Peer {
    /// Starts `script` in a Python with PyTorch.
    ///
    /// # Errors
    /// As [`crate::python`], or when the script cannot be started.
    pub fn start(script: &Path) -> io::Result<Self> {
        let mut command = Command::new(crate::python()?);
        command
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let gone = || io::Error::other("the script's pipes are gone");
        let requests = child.stdin.take().ok_or_else(gone)?;
        let replies = BufReader::new(child.stdout.take().ok_or_else(gone)?);
        Ok(Self {
            child,
            requests,
            replies,
        })
    }

    /// Seconds that `case` takes in the script.
    ///
    /// # Errors
    /// When the script ended or wrote no number.
    pub fn seconds(&mut self, case: &str) -> io::Result<f64> {
        writeln!(self.requests, "{case}")?;
        self.requests.flush()?;
        let mut line = String::new();
        self.replies.read_line(&mut line)?;
        let number = line.trim().parse();
        number.map_err(|_| io::Error::other(format!("`{case}`: expected seconds, got `{line}`")))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
