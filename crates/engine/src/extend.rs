//! `impl`s for types and traits of earlier cells. The language wants them in the crate of the type or of the trait, so that
//! crate is compiled again with them in it: under the same name, so that variables keep their types.

use std::collections::HashSet;

use cell_wire::Order;
use syn::{Item, ItemImpl};

use crate::child::{Output, Sink};
use crate::compile::Naming;
use crate::define::{self, Unit};
use crate::diagnostics::{self, first_words};
use crate::error::EngineError;
use crate::items::{self, ItemCrate};
use crate::session::{Built, Engine, Outcome};
use crate::source::{Cell, item_names};
use crate::working;

/// Puts a cell's `impl`s into the crate of a type or trait that they name. `None` when they name none of a cell.
pub fn extend(
    engine: &mut Engine,
    number: usize,
    cell: &Cell,
    sink: &mut Sink<'_>,
) -> Result<Option<Outcome>, EngineError> {
    let named = items::implemented(cell);
    let mut failure = None;
    // The latest crate knows all earlier ones.
    for at in (0..engine.crates.len())
        .rev()
        .filter(|at| {
            engine.crates[*at]
                .names
                .iter()
                .any(|name| named.contains(name))
        })
        .collect::<Vec<_>>()
    {
        let merged = merged(&engine.crates, at, number, cell);
        let unit = Unit {
            naming: Naming::Version {
                name: &merged.name,
                file: &merged.file(),
            },
            cells: &merged.cells,
            others: at,
        };
        match define::build(engine, &unit, engine.imports.clone())? {
            Ok(Built { object, .. }) => {
                return replace(engine, at, ItemCrate { object, ..merged }, sink).map(Some);
            }
            Err(failed) => failure = Some(failed),
        }
    }
    Ok(failure.map(|failed| Err(diagnostics::report(engine, &failed))))
}

/// The crate with the cell in it, and with what the cell needs of later crates.
fn merged(crates: &[ItemCrate], at: usize, number: usize, cell: &Cell) -> ItemCrate {
    let mut merged = crates[at].clone();
    merged.version += 1;
    let live = merged.names.clone();
    for (_, earlier) in &mut merged.cells {
        without_dead_functions(earlier, &live);
        *earlier = superseded(earlier, cell);
    }
    merged.cells.retain(|(_, cell)| !cell.items.is_empty());
    for (number, needed) in needed(&crates[at + 1..], cell) {
        merged.names.extend(items::defined(&needed));
        merged.cells.push((number, needed));
    }
    merged.names.extend(items::defined(cell));
    let before = working::names(crates);
    merged.working.extend(working::of_cell(cell, &before));
    merged.cells.push((number, cell.clone()));
    merged
}

/// Items of later crates that a cell mentions, and what these mention in turn.
fn needed(later: &[ItemCrate], cell: &Cell) -> Vec<(usize, Cell)> {
    let mut wanted: HashSet<String> = cell
        .items
        .iter()
        .flat_map(|(_, item)| items::words(item))
        .collect();
    let own = items::defined(cell);
    let mut found: HashSet<String> = HashSet::new();
    loop {
        let live = |old: &ItemCrate| {
            old.names
                .iter()
                .filter(|name| wanted.contains(*name) && !own.contains(name))
                .cloned()
                .collect::<Vec<_>>()
        };
        let new: HashSet<String> = later
            .iter()
            .flat_map(live)
            .filter(|name| !found.contains(name))
            .collect();
        if new.is_empty() {
            break;
        }
        for item in later.iter().flat_map(ItemCrate::items) {
            if item_names(item)
                .iter()
                .chain(items::self_name(item).iter())
                .any(|name| new.contains(name))
            {
                wanted.extend(items::words(item));
            }
        }
        found.extend(new);
    }
    let part = |old: &ItemCrate| {
        let names = old
            .names
            .iter()
            .filter(|name| found.contains(*name))
            .cloned()
            .collect();
        old.cells
            .iter()
            .map(|(number, cell)| (*number, items::only(cell, &names)))
            .collect::<Vec<_>>()
    };
    later
        .iter()
        .flat_map(part)
        .filter(|(_, cell)| !cell.items.is_empty())
        .collect()
}

/// Functions, constants and macros that a later cell defined again; types stay, for variables may have them.
fn without_dead_functions(cell: &mut Cell, live: &[String]) {
    cell.items.retain(|(_, item)| {
        let replaceable = matches!(item, Item::Fn(_) | Item::Const(_))
            || matches!(item, Item::Macro(call) if call.ident.is_some());
        !replaceable || item_names(item).iter().all(|name| live.contains(name))
    });
}

/// A cell without the `impl`s and methods that a new cell writes again.
fn superseded(earlier: &Cell, new: &Cell) -> Cell {
    let mut text = earlier.text.clone();
    for (_, item) in &new.items {
        let Item::Impl(new) = item else { continue };
        for (range, old) in &earlier.items {
            if let Item::Impl(old) = old
                && old.self_ty == new.self_ty
            {
                repeated(range.clone(), old, new)
                    .into_iter()
                    .for_each(|range| blank(&mut text, range));
            }
        }
    }
    if text == earlier.text {
        return earlier.clone();
    }
    // Only the items that were there: some may have been taken out before.
    let starts: HashSet<usize> = earlier.items.iter().map(|(range, _)| range.start).collect();
    let Some(mut cell) = Cell::parse(&text) else {
        return earlier.clone();
    };
    cell.items
        .retain(|(range, _)| starts.contains(&range.start));
    cell
}

/// The parts of an `impl` that a new one for the same type repeats.
fn repeated(
    whole: std::ops::Range<usize>,
    old: &ItemImpl,
    new: &ItemImpl,
) -> Vec<std::ops::Range<usize>> {
    use syn::spanned::Spanned;
    match (&old.trait_, &new.trait_) {
        (Some((_, old, _)), Some((_, new, _))) if old == new => vec![whole],
        (None, None) => {
            let name = |item: &syn::ImplItem| match item {
                syn::ImplItem::Fn(item) => Some(item.sig.ident.to_string()),
                syn::ImplItem::Const(item) => Some(item.ident.to_string()),
                _ => None,
            };
            let names: Vec<String> = new.items.iter().filter_map(name).collect();
            let again = old
                .items
                .iter()
                .filter(|item| name(item).is_some_and(|name| names.contains(&name)));
            again.map(|item| item.span().byte_range()).collect()
        }
        _ => vec![],
    }
}

fn blank(text: &mut String, range: std::ops::Range<usize>) {
    let spaces: String = text[range.clone()]
        .bytes()
        .map(|byte| if byte == b'\n' { '\n' } else { ' ' })
        .collect();
    text.replace_range(range, &spaces);
}

/// Puts a new version in the place of an old one; the crates after it were linked to the old one and are compiled again.
fn replace(
    engine: &mut Engine,
    at: usize,
    merged: ItemCrate,
    sink: &mut Sink<'_>,
) -> Result<Outcome, EngineError> {
    let paths = vec![merged.object.display().to_string()];
    engine.shadow(&merged.names);
    engine.crates[at] = merged;
    let outcome = engine.order(&Order::Load { paths }, sink)?;
    engine.uncancelled(|engine| relink_after(engine, at, sink))?;
    Ok(outcome)
}

fn relink_after(engine: &mut Engine, at: usize, sink: &mut Sink<'_>) -> Result<(), EngineError> {
    let mut i = at + 1;
    while i < engine.crates.len() {
        if relink(engine, i, sink)? {
            i += 1;
        } else {
            engine.crates.remove(i);
        }
    }
    Ok(())
}

/// Compiles a crate against the new versions of earlier ones; `false` when it does not fit them.
fn relink(engine: &mut Engine, at: usize, sink: &mut Sink<'_>) -> Result<bool, EngineError> {
    let mut old = engine.crates[at].clone();
    old.version += 1;
    let unit = Unit {
        naming: Naming::Version {
            name: &old.name,
            file: &old.file(),
        },
        cells: &old.cells,
        others: at,
    };
    match define::build(engine, &unit, old.imports_seen.clone())? {
        Ok(Built { object, .. }) => {
            let paths = vec![object.display().to_string()];
            engine.crates[at] = ItemCrate { object, ..old };
            engine.order(&Order::Load { paths }, sink)?.ok();
            Ok(true)
        }
        Err(failed) => {
            let (names, why) = (old.names.join("`, `"), first_words(&failed));
            let note =
                format!("note: `{names}` does not fit the new definitions and is gone: {why}\n");
            sink(Some(Output::Stderr(note.into_bytes())));
            Ok(false)
        }
    }
}
