//! Item crates: functions, types, traits, impls and macros of cells, one dylib each.

use std::path::PathBuf;

use syn::Item;

use crate::generated::Generated;
use crate::rewrite;
use crate::source::{Cell, item_name, mentions};
use crate::uses::{self, Import};

/// A compiled crate of items.
#[derive(Clone, Debug)]
pub struct ItemCrate {
    /// Crate name: `c` and the cell's number.
    pub name: String,
    /// Version of the crate; later `impl`s for its types make a new one.
    pub version: usize,
    /// The cells whose items it holds.
    pub cells: Vec<(usize, Cell)>,
    /// The shared object.
    pub object: PathBuf,
    /// Names it defines that no later crate replaced.
    pub names: Vec<String>,
    /// Imports that its cells could see.
    pub imports_seen: Vec<Import>,
}

impl ItemCrate {
    /// Name of its files.
    pub fn file(&self) -> String {
        file(&self.name, self.version)
    }

    /// Whether its items mention one of these names.
    pub fn mentions_any(&self, names: &[String]) -> bool {
        self.cells.iter().any(|(_, cell)| {
            let found = mentions(&cell.items_text());
            names.iter().any(|name| found.contains(name))
        })
    }

    /// Whether a glob is needed, because items come out of macro calls and nobody knows their names.
    fn is_opaque(&self) -> bool {
        let opaque = |item: &Item| matches!(item, Item::Macro(call) if call.ident.is_none());
        self.cells.iter().any(|(_, cell)| cell.items.iter().any(|(_, item)| opaque(item)))
    }

    /// A line that brings its names into another crate, save those in `own`.
    pub fn imports(&self, own: &[String]) -> String {
        let name = &self.name;
        let names: Vec<&str> = self.names.iter().filter(|name| !own.contains(name)).map(String::as_str).collect();
        match (self.is_opaque(), names.is_empty()) {
            (true, _) => format!("extern crate {name}; use {name}::*;"),
            (false, true) => format!("extern crate {name};"),
            (false, false) => format!("extern crate {name}; use {name}::{{{}}};", names.join(", ")),
        }
    }
}

/// Name of a crate's files.
pub fn file(name: &str, version: usize) -> String {
    if version == 0 { name.to_owned() } else { format!("{name}_{version}") }
}

/// Names that a cell's items define.
pub fn defined(cell: &Cell) -> Vec<String> {
    cell.items.iter().filter_map(|(_, item)| item_name(item)).collect()
}

/// The types and traits, by their last path segment, that a cell writes `impl`s for without defining them.
pub fn extended(cell: &Cell) -> Vec<String> {
    let own = defined(cell);
    let implemented = cell.items.iter().flat_map(|(_, item)| match item {
        Item::Impl(item) => {
            let of_trait = item.trait_.as_ref().and_then(|(_, path, _)| path.segments.last());
            [last_segment(&item.self_ty), of_trait.map(|segment| segment.ident.to_string())]
        }
        _ => [None, None],
    });
    implemented.flatten().filter(|name| !own.contains(name)).collect()
}

/// A cell without the items of these names, and without what was implemented for them.
pub fn without(cell: &Cell, names: &[String]) -> Cell {
    let is_gone = |item: &Item| match item {
        Item::Impl(item) => last_segment(&item.self_ty).is_some_and(|name| names.contains(&name)),
        item => item_name(item).is_some_and(|name| names.contains(&name)),
    };
    let mut rest = cell.clone();
    rest.items.retain(|(_, item)| !is_gone(item));
    rest
}

fn last_segment(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
        syn::Type::Reference(reference) => last_segment(&reference.elem),
        _ => None,
    }
}

/// Source of a crate with the items of these cells.
pub fn source(cells: &[(usize, Cell)], imports: &[Import], others: &[ItemCrate]) -> Generated {
    let own: Vec<String> = cells.iter().flat_map(|(_, cell)| bound(cell)).collect();
    let mut out = prelude(imports, others, &own);
    for (number, cell) in cells {
        for range in &cell.uses {
            out.cell(*number, &cell.text, range.clone(), &[]);
        }
        for (range, item) in &cell.items {
            out.cell(*number, &cell.text, range.clone(), &rewrite::item(item));
        }
    }
    out
}

/// Names that a cell binds in the namespace of items: its items and its imports.
pub fn bound(cell: &Cell) -> Vec<String> {
    defined(cell).into_iter().chain(uses::of_cell(cell).into_iter().filter_map(|import| import.name)).collect()
}

/// What every crate begins with: lints off, the kit, earlier items and imports, save those of the names in `own`.
pub fn prelude(imports: &[Import], others: &[ItemCrate], own: &[String]) -> Generated {
    let mut out = Generated::default();
    // Not `warnings`: that would also silence the lint that tells types.
    out.glue("#![allow(unused, nonstandard_style, deprecated)]");
    out.glue("extern crate noisebook;");
    out.glue("use noisebook::cell::{AnyShow as _, DebugShow as _};");
    others.iter().for_each(|other| out.glue(&other.imports(own)));
    uses::without(imports, own).for_each(|import| out.glue(&import.line));
    out
}
