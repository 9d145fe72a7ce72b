//! From generated source to shared objects.

mod call;
mod child;
mod crates;
mod level;
mod message;
pub mod process;
mod standby;
mod waiting;
mod work;

use std::ffi::OsString;
use std::path::Path;
use std::process::{Child, Output};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use kit::Kit;

pub use call::Call;
pub use child::stage_child;
pub use crates::{Compiled, Kind, Naming};
pub use level::{Level, Search};
pub use message::{Diagnostic, Span};

use crate::deps::Artifacts;
use crate::error::EngineError;
use crate::generated::Generated;
use call::Place;
use standby::Standby;

/// Compiles crates against a kit, into one folder.
#[derive(Debug)]
pub struct Compiler {
    place: Place,
    standbys: Vec<Standby>,
    count: usize,
    /// Set when compilations should stop.
    pub(crate) cancel: Arc<AtomicBool>,
}

impl Compiler {
    /// Compiles into `dir`.
    ///
    /// # Errors
    /// When `dir` cannot be written.
    pub fn new(kit: Kit, dir: &Path) -> Result<Self, EngineError> {
        // The linker, called without its driver, would not find the C library; at run time the process has it loaded.
        for library in ["c", "dl", "gcc_s", "m", "pthread", "rt", "util"] {
            let path = dir.join(format!("lib{library}.so"));
            std::fs::write(&path, "INPUT()\n").map_err(|error| EngineError::io(&path, error))?;
        }
        Ok(Self {
            place: Place::new(kit, dir),
            standbys: vec![],
            count: 0,
            cancel: Arc::default(),
        })
    }

    /// The kit that crates are compiled against.
    pub fn kit(&self) -> &Kit {
        &self.place.kit
    }

    /// From now on, crates can use these as well.
    pub fn add(&mut self, artifacts: &Artifacts) {
        self.standbys.clear();
        self.place.add(artifacts);
    }

    /// Compiles a crate.
    pub fn compile(
        &mut self,
        call: &Call,
        naming: Naming<'_>,
        source: &Generated,
    ) -> Result<Compiled, EngineError> {
        if let Naming::New = naming
            && let Some(compiled) = self.by_standby(call, source)?
        {
            return Ok(compiled);
        }
        let (name, file) = match naming {
            Naming::New => {
                let name = self.expected_name(call.kind);
                let name = name.unwrap_or_else(|| self.new_name(call.kind));
                (name.clone(), name)
            }
            Naming::Version { name, file } => (name.to_owned(), file.to_owned()),
        };
        let input = self.place.source(&file);
        std::fs::write(&input, &source.text).map_err(|error| EngineError::io(&input, error))?;
        let process = self.place.command(call, &name, &file, &input).spawn();
        let process = process.map_err(|error| self.trouble(error))?;
        let output = self.wait(process)?;
        self.read(name, file, &output)
    }

    fn new_name(&mut self, kind: Kind) -> String {
        self.count += 1;
        format!("{}{}", kind.letter(), self.count)
    }

    fn wait(&self, mut process: Child) -> Result<Output, EngineError> {
        let output = process::output(&mut process, &self.cancel);
        let output = output.map_err(|error| self.trouble(error))?;
        output.ok_or(EngineError::Cancelled)
    }

    fn read(&self, name: String, file: String, output: &Output) -> Result<Compiled, EngineError> {
        let text = String::from_utf8_lossy(&output.stderr);
        let diagnostics = message::read(&text);
        if !output.status.success() && is_full(&text) {
            let dir = self.place.dir.clone();
            return Err(EngineError::Full { dir });
        }
        if !output.status.success() && !diagnostics.iter().any(Diagnostic::is_error) {
            return Err(EngineError::Compiler(text.into_owned()));
        }
        let object = self.place.object(&file);
        Ok(Compiled {
            name,
            file,
            object: output.status.success().then_some(object),
            diagnostics,
        })
    }

    fn trouble(&self, error: std::io::Error) -> EngineError {
        EngineError::io(&self.place.kit.toolchain().rustc(), error)
    }

    /// Where the child finds the kit and item crates.
    pub fn library_path(&self) -> OsString {
        let mut path = self.place.kit.library_path_before_own();
        path.push(":");
        path.push(&self.place.dir);
        path
    }
}

/// What systems say when a file does not fit.
fn is_full(text: &str) -> bool {
    let words = [
        "No space left on device",
        "File too large",
        "Disk quota exceeded",
    ];
    words.iter().any(|words| text.contains(words))
}
