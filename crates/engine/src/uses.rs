//! `use` lines of a session: one import per name, the last wins, as a Python `import` would.

use syn::{Item, UseTree};

use crate::source::Cell;

/// One import.
#[derive(Clone, Debug, PartialEq)]
pub struct Import {
    /// The name that it binds; none for globs and `as _`.
    pub name: Option<String>,
    /// A whole line.
    pub line: String,
}

/// Imports of a cell, one for each name.
pub fn of_cell(cell: &Cell) -> Vec<Import> {
    cell.uses
        .iter()
        .flat_map(|range| of_line(&cell.text[range.clone()]))
        .collect()
}

/// Imports of one `use` line, one for each name.
pub fn of_line(text: &str) -> Vec<Import> {
    let mut imports = all_of_line(text);
    imports.retain(|import| !is_here_anyway(import));
    imports
}

fn all_of_line(text: &str) -> Vec<Import> {
    let mut imports = vec![];
    if let Ok(Item::Use(item)) = syn::parse_str::<Item>(text) {
        let root = if item.leading_colon.is_some() {
            "::"
        } else {
            ""
        };
        flatten(&item.tree, root, &mut imports);
    }
    imports
}

/// Whether a line names something that is there without it, and so cannot stand in a crate as it is.
pub fn repeats(text: &str) -> bool {
    all_of_line(text).iter().any(is_here_anyway)
}

/// `use crate::f;` names what every cell sees without it.
fn is_here_anyway(import: &Import) -> bool {
    let path = import
        .line
        .strip_prefix("#[allow(unused_imports)] use ")
        .unwrap_or_default();
    let path = path
        .trim_end_matches(';')
        .trim_start_matches("crate::")
        .trim_start_matches("self::")
        .trim_start_matches("super::");
    import.name.as_deref() == Some(path)
}

fn flatten(tree: &UseTree, prefix: &str, out: &mut Vec<Import>) {
    let mut push = |name: Option<String>, rest: String| {
        out.push(Import {
            name,
            line: format!("#[allow(unused_imports)] use {prefix}{rest};"),
        });
    };
    match tree {
        UseTree::Path(path) => flatten(&path.tree, &format!("{prefix}{}::", path.ident), out),
        UseTree::Group(group) => group
            .items
            .iter()
            .for_each(|tree| flatten(tree, prefix, out)),
        UseTree::Glob(_) => push(None, "*".into()),
        UseTree::Rename(rename) if rename.rename == "_" => {
            push(None, format!("{} as _", rename.ident))
        }
        UseTree::Rename(rename) => {
            push(
                Some(rename.rename.to_string()),
                format!("{} as {}", rename.ident, rename.rename),
            );
        }
        // `use path::{self}` binds the last name of the path.
        UseTree::Name(name) if name.ident == "self" => {
            let path = prefix.trim_end_matches("::");
            let last = path.rsplit("::").next().map(ToOwned::to_owned);
            out.push(Import {
                name: last,
                line: format!("#[allow(unused_imports)] use {path};"),
            });
        }
        UseTree::Name(name) => push(Some(name.ident.to_string()), name.ident.to_string()),
    }
}

/// Adds `new` to `imports`; an earlier import of the same name goes.
pub fn add(imports: &mut Vec<Import>, new: &[Import]) {
    for import in new {
        imports.retain(|earlier| match &import.name {
            Some(_) => earlier.name != import.name,
            None => earlier != import,
        });
        imports.push(import.clone());
    }
}

/// The imports that do not collide with these names.
pub fn without<'a>(imports: &'a [Import], names: &'a [String]) -> impl Iterator<Item = &'a Import> {
    imports.iter().filter(|import| {
        import
            .name
            .as_ref()
            .is_none_or(|name| !names.contains(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_become_single_imports() {
        let cell = Cell::parse("use std::{fs::{self, File}, io::*, fmt::Write as _, rc::Rc as R};")
            .expect("Rust");
        let imports = of_cell(&cell);
        let names: Vec<_> = imports
            .iter()
            .map(|import| import.name.as_deref().unwrap_or("-"))
            .collect();
        assert_eq!(names, ["fs", "File", "-", "-", "R"]);
        assert_eq!(imports[0].line, "#[allow(unused_imports)] use std::fs;");
    }
}
