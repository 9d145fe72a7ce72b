//! From generated source to shared objects.

mod call;
mod child;
mod crates;
mod level;
mod message;
pub mod process;
mod standby;
mod work;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
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
use crate::root;
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

/// Cells that need no optimisation are compiled by those who wait. A cell that moves a variable takes two tries.
const WAITING: [(Kind, usize); 2] = [(Kind::Statements, 2), (Kind::Items, 1)];

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

    /// Has compilers start that can be used with these item crates, so that the next cell need not wait for that.
    pub fn prepare(&mut self, externs: &[(String, PathBuf)]) {
        self.standbys
            .retain(|standby| standby.call.externs == externs);
        for (kind, wanted) in WAITING {
            let of_kind = |standby: &&Standby| standby.call.kind == kind;
            for _ in self.standbys.iter().filter(of_kind).count()..wanted {
                self.start_standby(kind, externs);
            }
        }
    }

    /// Has the first compiler start; the rest can wait until a session is ready.
    pub fn begin(&mut self) {
        self.start_standby(Kind::Statements, &[]);
    }

    fn start_standby(&mut self, kind: Kind, externs: &[(String, PathBuf)]) {
        let call = Call {
            kind,
            level: Level::Quick,
            externs: externs.to_vec(),
        };
        let name = self.new_name(kind);
        // Without one, the next cell takes longer and says what is wrong.
        let standby = Standby::start(&self.place, &call, &name, &root::of_call(&call));
        self.standbys.extend(standby.ok());
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
                let name = self.new_name(call.kind);
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

    /// Has a waiting compiler do it; `None` when there is none or it cannot.
    fn by_standby(
        &mut self,
        call: &Call,
        source: &Generated,
    ) -> Result<Option<Compiled>, EngineError> {
        let fits =
            |standby: &Standby| standby.call == *call && source.is_below(&root::of_call(call));
        let Some(at) = self.standbys.iter().position(fits) else {
            return Ok(None);
        };
        let standby = self.standbys.swap_remove(at);
        let name = standby.name.clone();
        let Some(process) = standby.compile(&source.included()) else {
            return Ok(None);
        };
        if call.kind == Kind::Statements {
            self.prepare(&call.externs);
        }
        let output = self.wait(process)?;
        let compiled = match self.read(name.clone(), name, &output) {
            Err(EngineError::Compiler(_)) => None,
            read => Some(read?),
        };
        Ok(compiled.filter(|compiled| !compiled.diagnostics.iter().any(because_included)))
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
        let mut path = self.place.kit.library_path();
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

/// Whether an error may be there only because the source was included: what is included counts as coming out of a macro,
/// whose names must not hide others.
fn because_included(diagnostic: &Diagnostic) -> bool {
    diagnostic.is_error()
        && (diagnostic.is("E0659")
            || diagnostic.is("macro_expanded_macro_exports_accessed_by_absolute_paths"))
}
