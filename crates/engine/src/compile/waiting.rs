//! Which compilers wait for the next cell, and who of them gets it.

use super::standby::{Extern, Standby};
use super::{Call, Compiled, Compiler, Diagnostic, Kind, Level};
use crate::error::EngineError;
use crate::generated::Generated;
use crate::root;

/// How many compilers wait. Cells that need no optimisation are compiled by them; one that moves a variable takes two tries.
fn waiting(kind: Kind) -> usize {
    match kind {
        Kind::Items => 1,
        Kind::Statements => 2,
    }
}

impl Compiler {
    /// Has compilers start that can be used with these item crates, so that the next cell need not wait for that.
    pub fn prepare(&mut self, externs: &[Extern]) {
        self.standbys.retain(|standby| standby.sees(externs));
        self.start_missing(Kind::Items, externs);
        let Some((next, _)) = self.next_items() else {
            return;
        };
        // One of those that compile statements has to know the next items: a cell may have both.
        let of_statements = |standby: &Standby| standby.call.kind == Kind::Statements;
        let mut waiting = self
            .standbys
            .iter()
            .filter(|standby| of_statements(standby));
        if !waiting.any(|standby| standby.expects(&next))
            && self.missing(Kind::Statements) == 0
            && let Some(at) = self.standbys.iter().position(of_statements)
        {
            self.standbys.swap_remove(at);
        }
        self.start_missing(Kind::Statements, externs);
    }

    /// The item crate that comes next, if a compiler waits for its source.
    fn next_items(&self) -> Option<Extern> {
        let items = self
            .standbys
            .iter()
            .find(|standby| standby.call.kind == Kind::Items)?;
        Some((items.name.clone(), self.place.object(&items.name)))
    }

    /// The name that others expect of the next items, when they are compiled in another way than by who waits for them.
    pub(super) fn expected_name(&mut self, kind: Kind) -> Option<String> {
        let of_items = |standby: &Standby| standby.call.kind == Kind::Items;
        let at = self.standbys.iter().position(of_items);
        let at = at.filter(|_| kind == Kind::Items)?;
        let name = self.standbys.swap_remove(at).name.clone();
        // A link to standard input.
        std::fs::remove_file(self.place.source(&name)).ok()?;
        Some(name)
    }

    fn start_missing(&mut self, kind: Kind, externs: &[Extern]) {
        for _ in 0..self.missing(kind) {
            self.start_standby(kind, externs);
        }
    }

    /// How many compilers of a kind should wait beside those that do.
    fn missing(&self, kind: Kind) -> usize {
        let of_kind = |standby: &&Standby| standby.call.kind == kind;
        let there = self.standbys.iter().filter(of_kind).count();
        waiting(kind).saturating_sub(there)
    }

    /// Has the first compiler start; the rest can wait until a session is ready.
    pub fn begin(&mut self) {
        self.start_standby(Kind::Statements, &[]);
    }

    fn start_standby(&mut self, kind: Kind, externs: &[Extern]) {
        let expected = match kind {
            Kind::Items => None,
            Kind::Statements => self.next_items(),
        };
        let call = Call {
            kind,
            level: Level::Quick,
            externs: externs.to_vec(),
        };
        let name = self.new_name(kind);
        // Without one, the next cell takes longer and says what is wrong.
        let standby = Standby::start(&self.place, &call, &name, expected);
        self.standbys.extend(standby.ok());
    }

    /// Has a waiting compiler do it; `None` when there is none or it cannot.
    pub(super) fn by_standby(
        &mut self,
        call: &Call,
        source: &Generated,
    ) -> Result<Option<Compiled>, EngineError> {
        if !source.is_below(&root::of_call(call)) {
            return Ok(None);
        }
        let Some(at) = self.waiting_for(call) else {
            return Ok(None);
        };
        let standby = self.standbys.swap_remove(at);
        let name = standby.name.clone();
        let Some(process) = standby.compile(&call.externs, source) else {
            return Ok(None);
        };
        // In the place of the one that now works, where that disturbs least: after a cell's items, others wait for its end.
        if call.kind == Kind::Statements && self.next_items().is_some() {
            self.start_missing(Kind::Statements, &call.externs);
        }
        let output = self.wait(process)?;
        let compiled = match self.read(name.clone(), name, &output) {
            Err(EngineError::Compiler(_)) => None,
            read => Some(read?),
        };
        Ok(compiled.filter(|compiled| !compiled.diagnostics.iter().any(because_included)))
    }

    /// A compiler that can be used; those that expect the next item crate are spared.
    fn waiting_for(&self, call: &Call) -> Option<usize> {
        let next = self.next_items();
        let fits = |standby: &Standby| {
            let other = &standby.call;
            (other.kind, other.level) == (call.kind, call.level) && standby.sees(&call.externs)
        };
        let spared =
            |standby: &Standby| next.as_ref().is_some_and(|(name, _)| standby.expects(name));
        let mut candidates: Vec<usize> = (0..self.standbys.len())
            .filter(|at| fits(&self.standbys[*at]))
            .collect();
        candidates.sort_by_key(|at| spared(&self.standbys[*at]));
        candidates.first().copied()
    }
}

/// Whether an error may be there only because the source was included: what is included counts as coming out of a macro,
/// whose names must not hide others.
fn because_included(diagnostic: &Diagnostic) -> bool {
    diagnostic.is_error()
        && (diagnostic.is("E0659")
            || diagnostic.is("macro_expanded_macro_exports_accessed_by_absolute_paths"))
}
