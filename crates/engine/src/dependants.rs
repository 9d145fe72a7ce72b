//! Items that mention a name which a new cell defines again are compiled again; all others stay, and so do their types.

use std::collections::HashSet;

use cell_wire::Order;

use crate::child::{Output, Sink};
use crate::compile::Naming;
use crate::define::{self, Unit};
use crate::diagnostics::first_words;
use crate::error::EngineError;
use crate::items::{self, ItemCrate};
use crate::session::Engine;
use crate::source::{Cell, item_names};
use crate::uses::Import;
use crate::working;

/// Items of one crate that have to be compiled again.
#[derive(Debug)]
pub struct Affected {
    cells: Vec<(usize, Cell)>,
    names: Vec<String>,
    imports_seen: Vec<Import>,
}

/// Everything that mentions a replaced name, and what mentions that in turn.
pub fn affected(crates: &[ItemCrate], replaced: &[String]) -> Vec<Affected> {
    if replaced.is_empty() {
        return vec![];
    }
    let mut stale: HashSet<String> = replaced.iter().cloned().collect();
    loop {
        let new: Vec<String> = crates
            .iter()
            .flat_map(|old| newly_stale(old, &stale))
            .collect();
        if new.is_empty() {
            break;
        }
        stale.extend(new);
    }
    stale.retain(|name| !replaced.contains(name));
    crates
        .iter()
        .filter_map(|old| of_crate(old, &stale))
        .collect()
}

/// Live names of a crate whose items mention a stale one.
fn newly_stale(old: &ItemCrate, stale: &HashSet<String>) -> Vec<String> {
    let mentions_stale = |item: &&syn::Item| !items::words(item).is_disjoint(stale);
    let keys = |item: &syn::Item| {
        item_names(item)
            .into_iter()
            .chain(items::self_name(item))
            .collect::<Vec<_>>()
    };
    let names = old.items().filter(mentions_stale).flat_map(keys);
    names
        .filter(|name| old.names.contains(name) && !stale.contains(name))
        .collect()
}

fn of_crate(old: &ItemCrate, stale: &HashSet<String>) -> Option<Affected> {
    let names: Vec<String> = old
        .names
        .iter()
        .filter(|name| stale.contains(*name))
        .cloned()
        .collect();
    if names.is_empty() {
        return None;
    }
    let wanted = names.iter().cloned().collect();
    let cells = old
        .cells
        .iter()
        .map(|(number, cell)| (*number, items::only(cell, &wanted)))
        .collect();
    Some(Affected {
        cells,
        names,
        imports_seen: old.imports_seen.clone(),
    })
}

/// Compiles them again, as crates of their own; one that does not fit any more stays as it was, and a note says so.
pub fn rebuild(
    engine: &mut Engine,
    affected: Vec<Affected>,
    sink: &mut Sink<'_>,
) -> Result<(), EngineError> {
    for Affected {
        cells,
        names,
        imports_seen,
    } in affected
    {
        let unit = Unit {
            naming: Naming::New,
            cells: &cells,
            others: engine.crates.len(),
        };
        match define::build(engine, &unit, imports_seen.clone())? {
            Ok(built) => {
                let paths = vec![built.object.display().to_string()];
                let working = working_in(engine, &cells);
                engine.shadow(&names);
                engine.crates.push(ItemCrate {
                    name: built.name,
                    version: 0,
                    cells,
                    object: built.object,
                    names,
                    imports_seen,
                    working,
                });
                engine.order(&Order::Load { paths }, sink)?.ok();
            }
            Err(failed) => {
                let (names, why) = (names.join("`, `"), first_words(&failed));
                let note = format!(
                    "note: `{names}` still uses what it was made with, for it does not fit the new definitions: {why}\n"
                );
                sink(Some(Output::Stderr(note.into_bytes())));
            }
        }
    }
    Ok(())
}

fn working_in(engine: &Engine, cells: &[(usize, Cell)]) -> HashSet<String> {
    let before = working::names(&engine.crates);
    let of_cell = |(_, cell): &(usize, Cell)| working::of_cell(cell, &before);
    cells.iter().flat_map(of_cell).collect()
}
