//! Has cargo compile crates.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::AtomicBool;

use kit::Kit;

use super::artifacts::Artifacts;
use super::line::Line;
use crate::compile::process;
use crate::error::EngineError;

/// Cargo's messages, once all is compiled.
const DONE: &str = "done.json";

/// Crates that are compiled together.
#[derive(Debug)]
pub struct Job<'a> {
    kit: &'a Kit,
    lines: &'a [Line],
    /// Name of the crate that holds them.
    name: String,
    dir: PathBuf,
}

impl<'a> Job<'a> {
    /// In the folder `deps` beside the kits, or the reader's own: equal lines and an equal compiler give equal folders.
    pub fn new(kit: &'a Kit, lines: &'a [Line]) -> Result<Self, EngineError> {
        let mut hasher = DefaultHasher::new();
        (&kit.toolchain().version, manifest("", lines)).hash(&mut hasher);
        let name = format!("deps_{:016x}", hasher.finish());
        let above = |n| kit.dir().ancestors().nth(n).unwrap_or(kit.dir());
        let there = above(2).join("deps").join(&name);
        let dir = match there.join(DONE).is_file() {
            true => there,
            false => kit::state(above(3)).join("deps").join(&name),
        };
        let job = Self {
            kit,
            lines,
            name,
            dir,
        };
        Ok(job)
    }

    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What an earlier session has compiled.
    pub fn ready(&self) -> Option<Artifacts> {
        let messages = fs::read_to_string(self.dir.join(DONE)).ok()?;
        let lock = fs::read_to_string(self.dir.join("Cargo.lock")).ok()?;
        Artifacts::read(&self.name, self.lines, &messages, &lock)
    }

    /// Compiles; what cargo says when that fails.
    pub fn run(&self, cancel: &AtomicBool) -> Result<Result<Artifacts, String>, EngineError> {
        self.write("Cargo.toml", &manifest(&self.name, self.lines))?;
        let names = self.lines.iter().map(Line::crate_name);
        let source: String = names.map(|name| format!("pub use ::{name};\n")).collect();
        self.write("src/lib.rs", &source)?;
        let messages = self.dir.join(format!("{}.json", std::process::id()));
        let file =
            fs::File::create(&messages).map_err(|error| EngineError::io(&messages, error))?;
        let mut command = self.command();
        let process = command.stdout(file).stderr(Stdio::piped()).spawn();
        let mut process = process.map_err(|error| EngineError::io(&self.cargo(), error))?;
        let output = process::output(&mut process, cancel);
        let output = output.map_err(|error| EngineError::io(&self.cargo(), error))?;
        let output = output.ok_or(EngineError::Cancelled)?;
        let log = String::from_utf8_lossy(&output.stderr).into_owned();
        if !output.status.success() {
            let _ = fs::remove_file(&messages);
            return Ok(Err(log));
        }
        let done = self.dir.join(DONE);
        fs::rename(&messages, &done).map_err(|error| EngineError::io(&done, error))?;
        Ok(self.ready().ok_or(log))
    }

    fn cargo(&self) -> PathBuf {
        let own = self.kit.toolchain().sysroot.join("bin").join("cargo");
        if own.is_file() { own } else { "cargo".into() }
    }

    /// The kit's compiler and flags of our own: what noisebook has, too, must not be taken for the same crate.
    fn command(&self) -> Command {
        let toolchain = self.kit.toolchain();
        let mut command = Command::new(self.cargo());
        command
            .current_dir(&self.dir)
            .args(["build", "--quiet", "--target", &toolchain.host]);
        command.arg("--message-format=json-render-diagnostics");
        command
            .env("RUSTC", toolchain.rustc())
            .env("RUSTFLAGS", "-C prefer-dynamic -C metadata=noisebook-deps")
            .env("CARGO_TARGET_DIR", self.dir.with_file_name("target"))
            .env_remove("RUSTC_WRAPPER")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .stdin(Stdio::null());
        command
    }

    fn write(&self, name: &str, text: &str) -> Result<(), EngineError> {
        let path = self.dir.join(name);
        let dir = path.parent().unwrap_or(&self.dir);
        fs::create_dir_all(dir).map_err(|error| EngineError::io(dir, error))?;
        fs::write(&path, text).map_err(|error| EngineError::io(&path, error))
    }
}

/// A package that holds these crates.
fn manifest(name: &str, lines: &[Line]) -> String {
    let dependencies: String = lines
        .iter()
        .map(|line| format!("{} = {}\n", line.name, line.spec))
        .collect();
    format!(
        "# Made by the notebook's kernel for its `:dep` lines.\n[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [lib]\ncrate-type = [\"dylib\"]\n\n[dependencies]\n{dependencies}\n[workspace]\n\n[profile.dev]\nopt-level = 2\ndebug = false\n"
    )
}
