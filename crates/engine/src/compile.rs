//! One `rustc` call.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use kit::Kit;
use serde::Deserialize;

use crate::cancel;
use crate::session::EngineError;

/// Compiles crates against a kit, into one folder.
#[derive(Debug)]
pub struct Compiler {
    kit: Kit,
    burn: Option<PathBuf>,
    dir: PathBuf,
    /// Set when compilations should stop.
    pub(crate) cancel: Arc<AtomicBool>,
}

/// What comes out of a crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Items: linked to by later crates.
    Items,
    /// Statements: loaded and called.
    Statements,
}

/// One message of the compiler.
#[derive(Clone, Debug, Deserialize)]
pub struct Diagnostic {
    /// The text.
    pub message: String,
    /// Such as `E0382`.
    pub code: Option<Code>,
    /// `error`, `warning`, `note`, `help`, `failure-note`.
    pub level: String,
    /// Where.
    pub spans: Vec<Span>,
    /// Notes and helps.
    pub children: Vec<Diagnostic>,
}

/// Name of a diagnostic.
#[derive(Clone, Debug, Deserialize)]
pub struct Code {
    /// Such as `E0382` or `unused_results`.
    pub code: String,
}

/// A place in generated source; lines from 1, columns from 1 in characters.
#[derive(Clone, Debug, Deserialize)]
pub struct Span {
    pub line_start: usize,
    pub line_end: usize,
    pub column_start: usize,
    pub column_end: usize,
    pub is_primary: bool,
    pub label: Option<String>,
    pub suggested_replacement: Option<String>,
    pub expansion: Option<Box<Expansion>>,
}

/// The macro call that a span came out of.
#[derive(Clone, Debug, Deserialize)]
pub struct Expansion {
    pub span: Span,
}

/// A compiled crate, or why not.
pub struct Compiled {
    /// The shared object, if there are no errors.
    pub object: Option<PathBuf>,
    /// All messages.
    pub diagnostics: Vec<Diagnostic>,
}

impl Compiler {
    /// Compiles into `dir`.
    ///
    /// # Errors
    /// When `dir` cannot be written.
    pub fn new(kit: Kit, dir: &Path) -> Result<Self, EngineError> {
        let burn = find_burn(&kit.dir().join("deps"));
        // The linker, called without its driver, would not find the C library; at run time the process has it loaded.
        for library in ["c", "dl", "gcc_s", "m", "pthread", "rt", "util"] {
            let path = dir.join(format!("lib{library}.so"));
            std::fs::write(&path, "INPUT()\n").map_err(|error| EngineError::io(&path, error))?;
        }
        Ok(Self {
            kit,
            burn,
            dir: dir.to_owned(),
            cancel: Arc::default(),
        })
    }

    /// Compiles `source` as crate `name`; `file` tells versions of one crate apart. `externs` are item crates and their objects.
    pub fn compile(
        &self,
        kind: Kind,
        name: &str,
        file: &str,
        source: &str,
        externs: &[(String, PathBuf)],
    ) -> Result<Compiled, EngineError> {
        let input = self.dir.join(format!("{file}.rs"));
        std::fs::write(&input, source).map_err(|error| EngineError::io(&input, error))?;
        let object = self.dir.join(format!("lib{file}.so"));
        let output = cancel::output(
            &mut self.command(kind, name, &input, &object, externs),
            &self.cancel,
        )
        .map_err(|error| EngineError::io(&self.kit.toolchain().rustc(), error))?;
        let Some(output) = output else {
            return Err(EngineError::Cancelled);
        };
        let text = String::from_utf8_lossy(&output.stderr);
        let diagnostics: Vec<Diagnostic> = text
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        if !output.status.success() && !diagnostics.iter().any(|d| d.level == "error") {
            return Err(EngineError::Compiler(text.into_owned()));
        }
        Ok(Compiled {
            object: output.status.success().then_some(object),
            diagnostics,
        })
    }

    fn command(
        &self,
        kind: Kind,
        name: &str,
        input: &Path,
        object: &Path,
        externs: &[(String, PathBuf)],
    ) -> Command {
        let toolchain = self.kit.toolchain();
        let lld = toolchain
            .sysroot
            .join("lib/rustlib")
            .join(&toolchain.host)
            .join("bin/gcc-ld/ld.lld");
        let mut command = Command::new(toolchain.rustc());
        command
            .arg(input)
            .arg("-o")
            .arg(object)
            .args(["--crate-name", name, "--edition", "2024"]);
        command.args([
            "--crate-type",
            if kind == Kind::Items {
                "dylib"
            } else {
                "cdylib"
            },
        ]);
        command.arg("--extern").arg(joined(
            "noisebook=",
            &self.kit.dir().join("libnoisebook.so"),
        ));
        if let Some(burn) = &self.burn {
            command.arg("--extern").arg(joined("burn=", burn));
        }
        for (name, object) in externs {
            command
                .arg("--extern")
                .arg(joined(&format!("{name}="), object));
        }
        command
            .arg("-L")
            .arg(joined("dependency=", &self.kit.dir().join("deps")));
        command.arg("-L").arg(joined("dependency=", &self.dir));
        if lld.is_file() {
            command
                .arg("-C")
                .arg(joined("linker=", &lld))
                .args(["-C", "linker-flavor=ld"]);
            command.arg("-C").arg(joined("link-arg=-L", &self.dir));
        }
        command.args([
            "-C",
            "prefer-dynamic",
            "-C",
            "opt-level=1",
            "-C",
            "codegen-units=1",
            "-C",
            "debuginfo=0",
        ]);
        command.args(["-C", "overflow-checks=on", "-C", "debug-assertions=on"]);
        command.args(["--error-format=json", "--diagnostic-width=100000"]);
        // Full paths in messages are how variables' types are read; the compiler is pinned, and a test watches the wording.
        command
            .env("RUSTC_BOOTSTRAP", "1")
            .args(["-Z", "trim-diagnostic-paths=no"]);
        command.stdin(Stdio::null());
        command
    }
}

fn joined(prefix: &str, path: &Path) -> OsString {
    let mut joined = OsString::from(prefix);
    joined.push(path);
    joined
}

/// burn's metadata: derives write paths that begin with `::burn` or `burn`.
fn find_burn(deps: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(deps).ok()?;
    let is_burn = |path: &PathBuf| {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        name.strip_prefix("libburn-")
            .is_some_and(|rest| rest.ends_with(".rmeta"))
    };
    entries.flatten().map(|entry| entry.path()).find(is_burn)
}

/// What the process that runs cells does; all of it stands in the kit.
const CHILD: &str = "extern crate noisebook; noisebook::cell::program!();";

/// Its file in a kit.
const CHILD_FILE: &str = "cells";

impl Compiler {
    /// The program that runs cells, compiled against the kit when it is not there yet.
    pub fn child_program(&self) -> Result<PathBuf, EngineError> {
        let ready = self.kit.dir().join(CHILD_FILE);
        if ready.is_file() {
            return Ok(ready);
        }
        let source = self.dir.join("child.rs");
        let program = self.dir.join("child");
        std::fs::write(&source, CHILD).map_err(|error| EngineError::io(&source, error))?;
        let compile = kit::Compile {
            source: &source,
            crate_type: kit::CrateType::Bin,
            out: &program,
            opt_level: 1,
        };
        let output = Command::from(&self.kit.rustc(&compile)).output();
        let output =
            output.map_err(|error| EngineError::io(&self.kit.toolchain().rustc(), error))?;
        match output.status.success() {
            true => Ok(program),
            false => Err(EngineError::Compiler(
                String::from_utf8_lossy(&output.stderr).into_owned(),
            )),
        }
    }

    /// Where the child finds the kit and item crates.
    pub fn library_path(&self) -> OsString {
        let mut path = self.kit.library_path();
        path.push(":");
        path.push(&self.dir);
        path
    }
}

/// Puts the program that runs cells into a kit, so that no session has to compile it.
///
/// # Errors
/// When it cannot be compiled or written.
pub fn stage_child(kit: &Kit) -> Result<(), EngineError> {
    let dir = tempfile::tempdir_in(kit.dir()).map_err(|error| EngineError::io(kit.dir(), error))?;
    let program = Compiler::new(kit.clone(), dir.path())?.child_program()?;
    let staged = kit.dir().join(CHILD_FILE);
    std::fs::rename(&program, &staged).map_err(|error| EngineError::io(&staged, error))
}
