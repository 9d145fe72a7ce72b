//! What a cell defines, as far as its text shows.

use std::collections::BTreeSet;

use engine::source::{Cell, item_name};
use syn::{Fields, ImplItem, Item as Parsed, TraitItem, Type, UseTree};

/// A function, type, trait, macro, constant, static or module of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    /// As the reader wrote it.
    pub(crate) text: String,
    /// Whether it is called with `!`.
    pub(crate) is_macro: bool,
    /// Fields, variants, methods and associated functions.
    pub(crate) members: BTreeSet<String>,
}

/// What a cell defines.
#[derive(Debug, Default)]
pub(crate) struct Defined {
    pub(crate) items: Vec<(String, Item)>,
    /// What `impl`s add to a type.
    pub(crate) members: Vec<(String, Vec<String>)>,
    /// Names that `use` lines bind.
    pub(crate) imports: Vec<String>,
    /// Paths of which everything is imported.
    pub(crate) globs: Vec<String>,
}

/// Reads a cell. Nothing is found in a text that is no Rust.
pub(crate) fn defined(source: &str) -> Defined {
    let mut found = Defined::default();
    let Some(cell) = Cell::parse(source) else {
        return found;
    };
    for (range, parsed) in &cell.items {
        if let Parsed::Impl(block) = parsed
            && let Some(ty) = last_segment(&block.self_ty)
        {
            found
                .members
                .push((ty, block.items.iter().filter_map(method).collect()));
        }
        if let Some(name) = item_name(parsed) {
            let text = cell.text.get(range.clone()).unwrap_or_default().to_owned();
            let item = Item {
                text,
                is_macro: matches!(parsed, Parsed::Macro(_)),
                members: members(parsed),
            };
            found.items.push((name, item));
        }
    }
    for range in &cell.uses {
        if let Some(Ok(Parsed::Use(line))) =
            cell.text.get(range.clone()).map(syn::parse_str::<Parsed>)
        {
            imported(&line.tree, "", &mut found);
        }
    }
    found
}

fn members(item: &Parsed) -> BTreeSet<String> {
    let named = |fields: &Fields| -> BTreeSet<String> {
        fields
            .iter()
            .filter_map(|field| field.ident.as_ref().map(ToString::to_string))
            .collect()
    };
    match item {
        Parsed::Struct(item) => named(&item.fields),
        Parsed::Enum(item) => item
            .variants
            .iter()
            .map(|variant| variant.ident.to_string())
            .collect(),
        Parsed::Trait(item) => item.items.iter().filter_map(required).collect(),
        Parsed::Mod(item) => item
            .content
            .iter()
            .flat_map(|(_, items)| items)
            .filter_map(item_name)
            .collect(),
        _ => BTreeSet::new(),
    }
}

fn required(item: &TraitItem) -> Option<String> {
    match item {
        TraitItem::Fn(item) => Some(item.sig.ident.to_string()),
        TraitItem::Const(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

fn method(item: &ImplItem) -> Option<String> {
    match item {
        ImplItem::Fn(item) => Some(item.sig.ident.to_string()),
        ImplItem::Const(item) => Some(item.ident.to_string()),
        _ => None,
    }
}

fn last_segment(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map(|segment| segment.ident.to_string()),
        Type::Reference(reference) => last_segment(&reference.elem),
        _ => None,
    }
}

/// Adds what a `use` tree binds.
pub(super) fn imported(tree: &UseTree, path: &str, found: &mut Defined) {
    let below = |name: &dyn ToString| match path {
        "" => name.to_string(),
        path => format!("{path}::{}", name.to_string()),
    };
    match tree {
        UseTree::Path(tree) => imported(&tree.tree, &below(&tree.ident), found),
        UseTree::Group(tree) => tree
            .items
            .iter()
            .for_each(|tree| imported(tree, path, found)),
        UseTree::Glob(_) => found.globs.push(path.to_owned()),
        UseTree::Rename(tree) if tree.rename == "_" => {}
        UseTree::Rename(tree) => found.imports.push(tree.rename.to_string()),
        UseTree::Name(tree) if tree.ident == "self" => {
            found
                .imports
                .extend(path.rsplit("::").next().map(str::to_owned));
        }
        UseTree::Name(tree) => found.imports.push(tree.ident.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_texts_and_members_are_read() {
        let found = defined(
            "enum Kind { Linear, Cosine }\nimpl Kind { const N: usize = 2; fn name(&self) {} }",
        );
        let (name, item) = &found.items[0];
        assert_eq!(
            (name.as_str(), item.text.as_str()),
            ("Kind", "enum Kind { Linear, Cosine }")
        );
        assert_eq!(
            item.members.iter().collect::<Vec<_>>(),
            ["Cosine", "Linear"]
        );
        assert_eq!(
            found.members,
            [("Kind".to_owned(), vec!["N".to_owned(), "name".to_owned()])]
        );
    }

    #[test]
    fn imports_are_read() {
        let found =
            defined("use noisebook::prelude::*;\nuse std::{fs::{self, File}, rc::Rc as R};");
        assert_eq!(found.globs, ["noisebook::prelude"]);
        assert_eq!(found.imports, ["fs", "File", "R"]);
    }
}
