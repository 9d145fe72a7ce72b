//! What the kernel is started with, and why it may not start.

use std::path::{Path, PathBuf};

use clap::Parser;
use kit::Feature;

/// What Jupyter's kernelspec passes.
#[derive(Debug, Clone, Parser)]
#[command(
    name = "noisebook-kernel",
    version,
    about = "A Jupyter kernel whose cells are Rust"
)]
pub struct Options {
    /// Jupyter's file with ports and key.
    #[arg(long, short = 'f', value_name = "FILE")]
    pub connection_file: PathBuf,
    /// The course's folder. Found upwards from the working directory when left out.
    #[arg(long, value_name = "DIR", env = "NOISEBOOK_ROOT")]
    pub root: Option<PathBuf>,
    /// Which bodies the labs have: `stub` or `solution`.
    #[arg(long, value_name = "NAME", env = "NOISEBOOK_FEATURE", default_value_t)]
    pub feature: Feature,
}

impl Options {
    /// The course's folder: absolute where the system tells.
    pub fn root(&self) -> PathBuf {
        let here = std::env::current_dir().unwrap_or_default();
        let root = match &self.root {
            Some(root) => root.clone(),
            None => course_above(&here).unwrap_or(&here).to_owned(),
        };
        root.canonicalize().unwrap_or(root)
    }
}

/// The nearest folder upwards that set-up has filled.
fn course_above(dir: &Path) -> Option<&Path> {
    dir.ancestors().find(|dir| dir.join(".noisebook").is_dir())
}

/// Why the kernel cannot even answer. That cells cannot be compiled is no reason: the reader is told in the notebook.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The connection file cannot be read.
    #[error("cannot read the connection file `{}`: {error}\nhint: Jupyter writes it and starts the kernel; open a notebook instead of running this program", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// The connection file is not one.
    #[error("`{}` is no connection file: {error}\nhint: expected Jupyter's JSON with ip, transport, five ports and key", path.display())]
    Malformed {
        /// Which file.
        path: PathBuf,
        /// Why.
        error: serde_json::Error,
    },
    /// Messages are to be signed in a way that is not known here.
    #[error("the connection file asks for the signature scheme `{0}`, expected `hmac-sha256`")]
    Signature(String),
    /// A port is taken, or its address is not this machine's.
    #[error(
        "cannot listen on the {channel} channel, `{url}`: {error}\nhint: restart the kernel; Jupyter then picks other ports"
    )]
    Bind {
        /// Which channel.
        channel: &'static str,
        /// Where.
        url: String,
        /// Why.
        error: String,
    },
    /// The system refuses threads or timers.
    #[error("cannot start the kernel's threads: {0}")]
    Runtime(#[from] std::io::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_course_is_found_upwards() {
        let course = tempfile::tempdir().unwrap();
        let below = course.path().join("notebooks").join("mine");
        std::fs::create_dir_all(&below).unwrap();
        std::fs::create_dir(course.path().join(".noisebook")).unwrap();
        assert_eq!(course_above(&below), Some(course.path()));
    }

    #[test]
    fn the_feature_is_read() {
        let options = ["noisebook-kernel", "-f", "k.json", "--feature", "solution"];
        assert_eq!(
            Options::try_parse_from(options).unwrap().feature,
            Feature::Solution
        );
        let wrong = ["noisebook-kernel", "-f", "k.json", "--feature", "both"];
        let error = Options::try_parse_from(wrong).unwrap_err().to_string();
        assert!(
            error.contains("expected `stub` or `solution`, got `both`"),
            "{error}"
        );
    }
}
