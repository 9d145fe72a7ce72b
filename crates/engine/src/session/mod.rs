//! A session: cells come in, results go out.

mod crates;
mod running;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use kit::Kit;

use crate::child::{Child, Sink};
use crate::compile::{Compiler, Diagnostic};
use crate::deps::Deps;
use crate::diagnostics::{CellError, Texts};
use crate::error::EngineError;
use crate::generated::Generated;
use crate::items::ItemCrate;
use crate::scratch::Scratch;
use crate::source::Cell;
use crate::uses::{self, Import};
use crate::variables::Variables;
use crate::{define, deps, execute, remarks, strays, toolchain};

/// A compiled crate.
pub(crate) struct Built {
    /// Its name.
    pub name: String,
    /// The name of its files.
    pub file: String,
    /// The shared object.
    pub object: PathBuf,
    /// What the compiler said.
    pub diagnostics: Vec<Diagnostic>,
}

/// What became of a cell.
pub type Outcome = Result<(), CellError>;

/// Compiles and runs the cells of one notebook.
#[derive(Debug)]
pub struct Engine {
    pub(crate) compiler: Compiler,
    pub(crate) child: Child,
    pub(crate) crates: Vec<ItemCrate>,
    pub(crate) imports: Vec<Import>,
    pub(crate) variables: Variables,
    pub(crate) texts: Texts,
    pub(crate) generated: HashMap<String, Generated>,
    /// Crates that `:dep` lines added.
    pub(crate) deps: Option<Deps>,
    /// Variables that are gone, and why.
    pub(crate) lost: BTreeMap<String, String>,
    number: usize,
    /// The variables that the child says it has.
    pub(crate) present: Vec<String>,
    program: PathBuf,
    dir: Scratch,
}

impl Engine {
    /// Starts a session against a kit. Compiled cells lie in a private temporary folder.
    ///
    /// # Errors
    /// [`EngineError`] when the folder or the child cannot be made.
    pub fn start(kit: Kit) -> Result<Self, EngineError> {
        let toolchain = toolchain::Check::start(kit.toolchain());
        let dir = Scratch::new()?;
        let mut compiler = Compiler::new(kit, dir.path())?;
        let program = compiler.child_program()?;
        let child = Child::start(&program, &compiler.library_path())?;
        compiler.begin();
        toolchain.end()?;
        Ok(Self {
            compiler,
            child,
            crates: vec![],
            imports: vec![],
            variables: Variables::new(),
            texts: Texts::new(),
            generated: HashMap::new(),
            deps: None,
            lost: BTreeMap::new(),
            number: 0,
            present: vec![],
            program,
            dir,
        })
    }

    /// Runs a cell; `number` names it in messages. Output goes to `sink` as it comes.
    ///
    /// # Errors
    /// [`EngineError`] when not even an error of the cell could be found out; the session goes on.
    pub fn run(
        &mut self,
        number: usize,
        source: &str,
        sink: &mut Sink<'_>,
    ) -> Result<Outcome, EngineError> {
        self.number = number;
        // As written: what the engine blanks out keeps its place.
        self.texts.insert(number, source.to_owned());
        let outcome = match Cell::parse(source) {
            Some(cell) => self.steps(number, &cell, sink),
            None => execute::syntax_error(self, number, source),
        };
        let externs = self.externs();
        self.compiler.prepare(&externs);
        outcome
    }

    fn steps(
        &mut self,
        number: usize,
        cell: &Cell,
        sink: &mut Sink<'_>,
    ) -> Result<Outcome, EngineError> {
        remarks::tell(cell, sink);
        if let Err(error) = deps::add(self, cell, sink)? {
            return Ok(Err(error));
        }
        if let Some(stray) = strays::first(cell) {
            return Ok(Err(remarks::stray(&stray, number, &cell.text)));
        }
        if !cell.items.is_empty()
            && let Err(error) = define::items(self, number, cell, sink)?
        {
            return Ok(Err(error));
        }
        let imports = uses::of_cell(cell);
        if cell.runs() || (cell.items.is_empty() && !cell.uses.is_empty()) {
            return execute::statements(self, number, cell, &imports, sink);
        }
        self.import(&imports);
        Ok(Ok(()))
    }

    /// Adds imports; items of the same name are shadowed from now on.
    pub(crate) fn import(&mut self, imports: &[Import]) {
        let names: Vec<String> = imports
            .iter()
            .filter_map(|import| import.name.clone())
            .collect();
        self.crates.iter_mut().for_each(|old| old.give_up(&names));
        uses::add(&mut self.imports, imports);
    }

    /// Names that are defined anew: older items and imports of the same name are shadowed from now on.
    pub(crate) fn shadow(&mut self, names: &[String]) {
        self.crates.iter_mut().for_each(|old| old.give_up(names));
        self.imports.retain(|import| {
            import
                .name
                .as_ref()
                .is_none_or(|name| !names.contains(name))
        });
    }

    /// Does work that is not to be left half-way.
    pub(crate) fn uncancelled<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> T {
        let flag = std::mem::take(&mut self.compiler.cancel);
        let done = work(self);
        self.compiler.cancel = flag;
        done
    }

    /// Compilations stop as soon as `flag` is set; the sink of [`Engine::run`] is asked while a cell runs only.
    pub fn cancel_with(&mut self, flag: Arc<AtomicBool>) {
        self.compiler.cancel = flag;
    }

    /// Hands on what threads of earlier cells have put out since the last cell.
    pub fn between_cells(&mut self, sink: &mut Sink<'_>) {
        self.child.between(sink);
    }

    /// Names of the variables that later cells can use.
    pub fn variables(&self) -> impl Iterator<Item = &str> {
        self.variables.keys().map(String::as_str)
    }

    /// The same variables, each with its type as the compiler words it.
    pub fn variable_types(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables
            .iter()
            .map(|(name, ty)| (name.as_str(), ty.text()))
    }

    /// The number of the cell that runs.
    pub(crate) fn number(&self) -> usize {
        self.number
    }

    /// Folder of the compiled cells.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }
}
