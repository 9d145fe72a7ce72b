//! The first step of a cell: its items become a crate.

use cell_wire::Order;

use crate::child::Sink;
use crate::compile::{Kind, Naming};
use crate::diagnostics;
use crate::error::EngineError;
use crate::failed::Failed;
use crate::items::{self, ItemCrate};
use crate::session::{Built, Engine, Outcome};
use crate::source::{Cell, item_names};
use crate::uses::Import;
use crate::{dependants, extend, working};

/// Compiles a cell's items into a crate and makes them known.
pub fn items(
    engine: &mut Engine,
    number: usize,
    cell: &Cell,
    sink: &mut Sink<'_>,
) -> Result<Outcome, EngineError> {
    if already_there(engine, cell) {
        return Ok(Ok(()));
    }
    let imports_seen = engine.imports.clone();
    let unit = Unit {
        naming: Naming::New,
        cells: &[(number, cell.clone())],
        others: engine.crates.len(),
    };
    let failed = match build(engine, &unit, imports_seen.clone())? {
        Ok(built) => {
            let new = ItemCrate {
                name: built.name,
                version: 0,
                cells: unit.cells.to_vec(),
                object: built.object,
                names: items::defined(cell),
                imports_seen,
                working: working::of_cell(cell, &working::names(&engine.crates)),
            };
            return add(engine, new, sink);
        }
        Err(failed) => failed,
    };
    if is_orphan(&failed)
        && let Some(outcome) = extend::extend(engine, number, cell, sink)?
    {
        return Ok(outcome);
    }
    Ok(Err(diagnostics::report(engine, &failed)))
}

/// A crate to compile.
pub struct Unit<'a> {
    pub naming: Naming<'a>,
    pub cells: &'a [(usize, Cell)],
    /// It sees so many of the crates that are there.
    pub others: usize,
}

/// Compiles items. Imports of earlier cells that no longer lead anywhere are left out.
pub fn build(
    engine: &mut Engine,
    unit: &Unit<'_>,
    mut imports: Vec<Import>,
) -> Result<Result<Built, Failed>, EngineError> {
    let level = working::items_level(unit.cells, &working::names(&engine.crates));
    loop {
        let generated = items::source(unit.cells, &imports, &engine.crates[..unit.others]);
        let failed = match engine.compile(Kind::Items, level, unit.naming, generated)? {
            Ok(built) => return Ok(Ok(built)),
            Err(failed) => failed,
        };
        let dead = failed.dead_imports();
        if dead.is_empty() {
            return Ok(Err(failed));
        }
        imports.retain(|import| !dead.contains(&import.line));
        engine.imports.retain(|import| !dead.contains(&import.line));
    }
}

/// A cell that is run again unchanged defines what is there already.
fn already_there(engine: &Engine, cell: &Cell) -> bool {
    cell.items.iter().all(|(range, item)| {
        let (text, names) = (&cell.text[range.clone()], item_names(item));
        engine.crates.iter().any(|old| {
            let same = |(_, earlier): &(usize, Cell)| {
                earlier
                    .items
                    .iter()
                    .any(|(range, _)| &earlier.text[range.clone()] == text)
            };
            old.cells.iter().any(same)
                && names.iter().all(|name| old.names.contains(name))
                && (!names.is_empty() || implements_for_live(old, item))
        })
    })
}

/// An `impl` counts only where its type, if it is of that crate, was not replaced since.
fn implements_for_live(old: &ItemCrate, item: &syn::Item) -> bool {
    let Some(name) = items::self_name(item) else {
        return true;
    };
    let was_defined = old.items().any(|item| item_names(item).contains(&name));
    !was_defined || old.names.contains(&name)
}

/// Adds a crate; what mentions a name that it replaces is compiled again, as Python would look the name up again.
fn add(engine: &mut Engine, new: ItemCrate, sink: &mut Sink<'_>) -> Result<Outcome, EngineError> {
    let replaced: Vec<String> = engine
        .crates
        .iter()
        .flat_map(|old| old.names.clone())
        .filter(|name| new.names.contains(name))
        .collect();
    let affected = dependants::affected(&engine.crates, &replaced);
    engine.shadow(&new.names);
    let paths = vec![new.object.display().to_string()];
    engine.crates.push(new);
    if let Err(error) = engine.order(&Order::Load { paths }, sink)? {
        return Ok(Err(error));
    }
    engine.uncancelled(|engine| dependants::rebuild(engine, affected, sink))?;
    Ok(Ok(()))
}

fn is_orphan(failed: &Failed) -> bool {
    let codes = ["E0116", "E0117", "E0210", "E0390"];
    failed.diagnostics.iter().any(|d| {
        d.code
            .as_ref()
            .is_some_and(|code| codes.contains(&code.code.as_str()))
    })
}
