//! Item crates: functions, types, traits, impls and macros of cells, one dylib each.

mod source;

use std::collections::HashSet;
use std::path::PathBuf;

use quote::ToTokens;
use syn::Item;

use crate::source::{Cell, item_names, mentions};
use crate::uses::Import;
pub use source::{prelude, source, uses_of};

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
    /// Names of what it has that is compiled by those who use it, and goes round and round.
    pub working: HashSet<String>,
}

impl ItemCrate {
    /// Name of its files.
    pub fn file(&self) -> String {
        let (name, version) = (&self.name, self.version);
        if version == 0 {
            name.clone()
        } else {
            format!("{name}_{version}")
        }
    }

    /// Its items.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.cells
            .iter()
            .flat_map(|(_, cell)| cell.items.iter().map(|(_, item)| item))
    }

    /// Forgets names that a later crate defines.
    pub fn give_up(&mut self, names: &[String]) {
        self.names.retain(|name| !names.contains(name));
    }

    /// Whether a glob is needed, because items come out of macro calls and nobody knows their names.
    fn is_opaque(&self) -> bool {
        let calls_macro = |item: &Item| {
            matches!(item, Item::Macro(call) if call.ident.is_none()) && item_names(item).is_empty()
        };
        self.items()
            .any(|item| calls_macro(item) || conditional(item))
    }

    /// A line that brings its names into another crate, save those in `own`.
    pub fn imports(&self, own: &[String]) -> Option<String> {
        let name = &self.name;
        let names: Vec<&str> = self
            .names
            .iter()
            .filter(|name| !own.contains(name))
            .map(String::as_str)
            .collect();
        match (self.is_opaque(), names.is_empty()) {
            (true, _) => Some(format!("use {name}::*;")),
            (false, true) => None,
            (false, false) => Some(format!("use {name}::{{{}}};", names.join(", "))),
        }
    }
}

/// Names that a cell's items define.
pub fn defined(cell: &Cell) -> Vec<String> {
    let mut names: Vec<String> = vec![];
    let certain = cell.items.iter().filter(|(_, item)| !conditional(item));
    for name in certain.flat_map(|(_, item)| item_names(item)) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Whether an item may turn out not to be there.
fn conditional(item: &Item) -> bool {
    let attributes = match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        _ => return false,
    };
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("cfg") || attribute.path().is_ident("test"))
}

/// Names that patterns compare with instead of binding them: constants, unit structs, variants.
pub fn constants<'a>(items: impl Iterator<Item = &'a Item>) -> HashSet<String> {
    let mut found = HashSet::new();
    for item in items {
        match item {
            Item::Enum(item) => found.extend(
                item.variants
                    .iter()
                    .map(|variant| variant.ident.to_string()),
            ),
            Item::Const(_) | Item::Static(_) | Item::Struct(_) => found.extend(item_names(item)),
            _ => {}
        }
    }
    found
}

/// Names in the first lines of a cell's `impl`s: of types, of traits and of their parameters.
pub fn implemented(cell: &Cell) -> HashSet<String> {
    let mut found = HashSet::new();
    for (_, item) in &cell.items {
        if let Item::Impl(item) = item {
            found.extend(words(&item.self_ty));
            found.extend(item.trait_.iter().flat_map(|(_, path, _)| words(path)));
        }
    }
    found
}

/// Names that stand in a piece of source.
pub fn words(tokens: &impl ToTokens) -> HashSet<String> {
    mentions(&tokens.to_token_stream().to_string())
}

/// The name that an `impl` is for.
pub fn self_name(item: &Item) -> Option<String> {
    match item {
        Item::Impl(item) => last_segment(&item.self_ty),
        _ => None,
    }
}

/// A cell with only the items that define one of these names or implement something for it.
pub fn only(cell: &Cell, names: &HashSet<String>) -> Cell {
    let mut rest = cell.clone();
    rest.items.retain(|(_, item)| {
        item_names(item)
            .iter()
            .chain(self_name(item).iter())
            .any(|name| names.contains(name))
    });
    rest
}

fn last_segment(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Path(path) => path
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string()),
        syn::Type::Reference(reference) => last_segment(&reference.elem),
        _ => None,
    }
}
