//! An answer cell of the author's notebook, read as Rust.

use std::ops::Range;

use anyhow::{Result, anyhow, bail};
use syn::spanned::Spanned;
use syn::{Block, Expr, ImplItem, Item, ItemImpl, Stmt, Type};

/// The cell's `impl <Trait> for My<Trait>` and where it stands in the source.
pub struct AnswerImpl {
    /// The block.
    pub item: ItemImpl,
    /// Its bytes in the cell's source.
    pub bytes: Range<usize>,
}

/// Cells hold items and statements: they parse as a block.
const OPEN: &str = "{";

/// The cell's first implementation of a trait.
pub fn answer_impl(source: &str) -> Result<AnswerImpl> {
    let block: Block = syn::parse_str(&format!("{OPEN}{source}\n}}")).map_err(|error| {
        let line = error.span().start().line;
        anyhow!("line {line}: {error}")
    })?;
    let item = block
        .stmts
        .into_iter()
        .find_map(|statement| match statement {
            Stmt::Item(Item::Impl(item)) if item.trait_.is_some() => Some(item),
            _ => None,
        });
    let item = item.ok_or_else(|| anyhow!("expected `impl <Trait> for My<Trait>`, got none"))?;
    let bytes = item.span().byte_range();
    Ok(AnswerImpl {
        item,
        bytes: bytes.start - OPEN.len()..bytes.end - OPEN.len(),
    })
}

/// Fails unless every method does nothing but call the scaffold's method of the same name.
pub fn require_scaffold(source: &str) -> Result<()> {
    for item in answer_impl(source)?.item.items {
        let ImplItem::Fn(method) = item else { continue };
        let name = method.sig.ident.to_string();
        match method.block.stmts.as_slice() {
            [Stmt::Expr(call, None)] if calls_scaffold(call, &name) => {}
            _ => bail!("expected `{name}` to be `Scaffold.{name}(…)`"),
        }
    }
    Ok(())
}

fn calls_scaffold(call: &Expr, name: &str) -> bool {
    let Expr::MethodCall(call) = call else {
        return false;
    };
    let Expr::Path(receiver) = &*call.receiver else {
        return false;
    };
    let is_scaffold = receiver
        .path
        .segments
        .last()
        .is_some_and(|last| last.ident == "Scaffold");
    let plain = call.args.iter().all(|arg| matches!(arg, Expr::Path(_)));
    is_scaffold && call.method == name && plain
}

/// The last name of a type's path: `Reference` for `super::Reference`.
pub fn type_name(found: &Type) -> Option<String> {
    match found {
        Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCAFFOLD: &str = "struct MyJump;\n\nimpl Jump for MyJump {\n    fn jump(&self, x: f64) -> f64 {\n        \
        Scaffold.jump(x) // TODO 3b\n    }\n}\n";

    #[test]
    fn the_scaffold_is_recognised() {
        require_scaffold(SCAFFOLD).unwrap();
        require_scaffold(&SCAFFOLD.replace("Scaffold", "labs::forward::Scaffold")).unwrap();
        require_scaffold(&format!("{SCAFFOLD}check(&MyJump)")).unwrap();
    }

    #[test]
    fn anything_else_is_not() {
        for body in [
            "2.0 * x",
            "Scaffold.leap(x)",
            "let y = x; Scaffold.jump(y)",
            "Scaffold.jump(2.0 * x)",
            "Other.jump(x)",
        ] {
            let source = SCAFFOLD.replace("Scaffold.jump(x)", body);
            assert!(require_scaffold(&source).is_err(), "{body}");
        }
        assert_eq!(
            require_scaffold("struct A;").unwrap_err().to_string(),
            "expected `impl <Trait> for My<Trait>`, got none"
        );
    }

    #[test]
    fn the_impls_bytes_are_those_of_the_cell() {
        let found = answer_impl(SCAFFOLD).unwrap();
        assert!(
            SCAFFOLD[found.bytes.clone()].starts_with("impl Jump")
                && SCAFFOLD[found.bytes].ends_with('}')
        );
    }
}
