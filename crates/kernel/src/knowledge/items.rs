//! What a cell defines, as far as its text shows.

use engine::source::{Cell, item_name};
use quote::ToTokens;
use syn::{Item as Parsed, Type, UseTree};

/// A function, type, trait, macro, constant, static or module of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    /// As the reader wrote it.
    pub(crate) text: String,
    /// Whether it is called with `!`.
    pub(crate) is_macro: bool,
}

/// What a cell defines.
#[derive(Debug, Default)]
pub(crate) struct Defined {
    pub(crate) items: Vec<(String, Item)>,
    /// Texts of `impl` blocks, each with the name that it is for.
    pub(crate) impls: Vec<(String, String)>,
    /// Names that `use` lines bind, and their paths.
    pub(crate) imports: Vec<(String, String)>,
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
        let text = cell.text.get(range.clone()).unwrap_or_default().to_owned();
        if let Parsed::Impl(block) = parsed
            && let Some(ty) = last_segment(&block.self_ty)
        {
            found.impls.push((ty, text.clone()));
        }
        if let Some(name) = item_name(parsed) {
            let item = Item {
                text,
                is_macro: matches!(parsed, Parsed::Macro(_)),
            };
            found.items.push((name, item));
        }
    }
    for range in &cell.uses {
        if let Some(text) = cell.text.get(range.clone()) {
            line(text, &mut found);
        }
    }
    found
}

/// Adds what a `use` line binds.
pub(super) fn line(text: &str, found: &mut Defined) {
    if let Ok(Parsed::Use(line)) = syn::parse_str::<Parsed>(text) {
        imported(&line.tree, "", found);
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
        other => Some(other.to_token_stream().to_string()),
    }
}

fn imported(tree: &UseTree, path: &str, found: &mut Defined) {
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
        // `as _` binds no name, but a trait's methods are there all the same.
        UseTree::Rename(tree) => found
            .imports
            .push((tree.rename.to_string(), below(&tree.ident))),
        UseTree::Name(tree) if tree.ident == "self" => {
            let name = path.rsplit("::").next().unwrap_or(path);
            found.imports.push((name.to_owned(), path.to_owned()));
        }
        UseTree::Name(tree) => found
            .imports
            .push((tree.ident.to_string(), below(&tree.ident))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_texts_are_read() {
        let found = defined(
            "enum Kind { Linear }\nimpl Kind { fn name(&self) {} }\nimpl std::fmt::Debug for &Kind {}",
        );
        assert_eq!(found.items[0].0, "Kind");
        assert_eq!(found.items[0].1.text, "enum Kind { Linear }");
        let types: Vec<&str> = found.impls.iter().map(|(ty, _)| ty.as_str()).collect();
        assert_eq!(types, ["Kind", "Kind"]);
    }

    #[test]
    fn imports_are_read() {
        let found = defined(
            "use noisebook::prelude::*;\nuse std::{fs::{self, File}, rc::Rc as R, io::Write as _};",
        );
        assert_eq!(found.globs, ["noisebook::prelude"]);
        let imports: Vec<(&str, &str)> = found
            .imports
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        assert_eq!(
            imports,
            [
                ("fs", "std::fs"),
                ("File", "std::fs::File"),
                ("R", "std::rc::Rc"),
                ("_", "std::io::Write")
            ]
        );
    }
}
