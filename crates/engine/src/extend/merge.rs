//! The crate of a type or trait with more `impl`s in it.

use std::collections::HashSet;

use syn::{Item, ItemImpl};

use crate::items::{self, ItemCrate};
use crate::source::{Cell, item_names};
use crate::working;

/// The crate with the cell in it, and with what the cell needs of later crates.
pub fn merged(crates: &[ItemCrate], at: usize, number: usize, cell: &Cell) -> ItemCrate {
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
