//! The answer key: the released notebook with the reference bodies in its answer cells.
//!
//! Of `impl <Trait> for Reference { … }` the text is taken, comments and layout too; items beside it in the same file come
//! along, `use` lines do not: the notebook's set-up cell imports what answers need.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use notebook_file::{Notebook, fill};
use syn::spanned::Spanned;
use syn::{Item, ItemImpl};

use super::bodies::{RustFile, rust_files};
use super::cell::{self, type_name};
use crate::errors::Hint;

const REFERENCE: &str = "Reference";

/// The answer key of `released`, from the files below `solutions` (`solutions/src/<lab>`).
pub fn answer_key(released: &Notebook, solutions: &Path) -> Result<Notebook> {
    let files = rust_files(solutions)?;
    let mut answers = BTreeMap::new();
    for code in released.code_cells() {
        if let Some(id) = code.cell.answer_id() {
            let answer = answer(&code.cell.source, &files, solutions);
            let answer =
                answer.with_context(|| format!("{}: no key for the answer `{id}`", code.place))?;
            answers.insert(id.to_owned(), answer);
        }
    }
    Ok(fill(released, &answers)?)
}

/// The cell with its implementation replaced by the reference's.
fn answer(source: &str, files: &[RustFile], solutions: &Path) -> Result<String> {
    let scaffold = cell::answer_impl(source)?;
    let wanted = trait_name(&scaffold.item).unwrap_or_default();
    let found = files
        .iter()
        .find_map(|file| Some((file, reference_impl(file, &wanted)?)));
    let (file, reference) = found
        .ok_or_else(|| {
            anyhow!(
                "no `impl {wanted} for {REFERENCE}` below `{}`",
                solutions.display()
            )
        })
        .hint("write the reference body, or correct the trait's name in the notebook")?;
    let name =
        type_name(&scaffold.item.self_ty).context("expected `impl <Trait> for My<Trait>`")?;
    let (before, after) = (
        &source[..scaffold.bytes.start],
        &source[scaffold.bytes.end..],
    );
    Ok(format!(
        "{before}{}{}{after}",
        companions(file),
        renamed(file, reference, &name)
    ))
}

fn reference_impl<'a>(file: &'a RustFile, wanted: &str) -> Option<&'a ItemImpl> {
    file.syntax.items.iter().find_map(|item| match item {
        Item::Impl(item) if is_reference(item) && trait_name(item).as_deref() == Some(wanted) => {
            Some(item)
        }
        _ => None,
    })
}

fn is_reference(item: &ItemImpl) -> bool {
    item.trait_.is_some() && type_name(&item.self_ty).as_deref() == Some(REFERENCE)
}

fn trait_name(item: &ItemImpl) -> Option<String> {
    let (_, path, _) = item.trait_.as_ref()?;
    path.segments.last().map(|last| last.ident.to_string())
}

/// The implementation's text with `name` in the place of `Reference`.
fn renamed(file: &RustFile, item: &ItemImpl, name: &str) -> String {
    let (all, old) = (item.span().byte_range(), item.self_ty.span().byte_range());
    format!(
        "{}{name}{}",
        &file.text[all.start..old.start],
        &file.text[old.end..all.end]
    )
}

/// The items that the file's implementations use: everything but imports, modules, tests and the implementations.
fn companions(file: &RustFile) -> String {
    let items = file.syntax.items.iter().filter(|item| match item {
        Item::Use(_) | Item::Mod(_) => false,
        Item::Impl(item) => !is_reference(item),
        Item::Struct(item) => item.ident != REFERENCE,
        _ => true,
    });
    items
        .map(|item| format!("{}\n\n", &file.text[item.span().byte_range()]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(cell: &str, solution: &str) -> Result<String> {
        let syntax = syn::parse_file(solution).unwrap();
        let file = RustFile {
            path: "a.rs".into(),
            text: solution.to_owned(),
            syntax,
        };
        answer(cell, &[file], Path::new("solutions/src/x"))
    }

    #[test]
    fn text_comments_and_the_cells_own_lines_survive() {
        let cell = "/// Mine.\nstruct MyJump;\n\nimpl Jump for MyJump {\n    fn jump(&self) -> f64 {\n        Scaffold.jump()\n    }\n}\ncheck(&MyJump)";
        let solution = "use labs::x::Jump;\nuse super::Reference;\n\n/// Twice ᾱ.\nfn twice(x: f64) -> f64 { 2.0 * x }\n\n\
            impl Jump for Reference {\n    // √ first\n    fn jump(&self) -> f64 {\n        twice( 1.0 )\n    }\n}\n";
        let expected = "/// Mine.\nstruct MyJump;\n\n/// Twice ᾱ.\nfn twice(x: f64) -> f64 { 2.0 * x }\n\n\
            impl Jump for MyJump {\n    // √ first\n    fn jump(&self) -> f64 {\n        twice( 1.0 )\n    }\n}\ncheck(&MyJump)";
        assert_eq!(key(cell, solution).unwrap(), expected);
    }

    #[test]
    fn a_missing_reference_is_named() {
        let error = key(
            "struct MyJump;\nimpl Jump for MyJump {}",
            "struct Reference;\nimpl Leap for Reference {}",
        )
        .unwrap_err();
        assert_eq!(
            error.to_string(),
            "no `impl Jump for Reference` below `solutions/src/x`"
        );
    }
}
