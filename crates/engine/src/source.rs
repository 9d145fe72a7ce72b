//! A cell's text, split into what becomes a crate of items, what becomes a statement crate, and `use` lines.

use std::collections::HashSet;
use std::ops::Range;

use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{Block, Expr, Item, Stmt, visit::Visit};

pub use crate::mentions::mentions;
pub use crate::names::{item_name, item_names, thread_locals};
use crate::orders::{is_too_deep, without_orders};

/// A parsed cell. All ranges are byte ranges of `text`.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The reader's text, directives blanked out so that lines and columns stay.
    pub text: String,
    /// Functions, types, traits, impls, macros, constants, statics, modules.
    pub items: Vec<(Range<usize>, Item)>,
    /// `use` lines.
    pub uses: Vec<Range<usize>>,
    /// Statements in order, without the tail.
    pub statements: Vec<(Range<usize>, Stmt)>,
    /// The last expression, if no semicolon ends it.
    pub tail: Option<(Range<usize>, Expr)>,
    /// Lines such as `:dep …`, which are for other kernels.
    pub orders: Vec<String>,
}

impl Cell {
    /// Splits a cell. `None` when the text is no Rust: the compiler words the error better.
    pub fn parse(source: &str) -> Option<Self> {
        if is_too_deep(source) {
            return None;
        }
        let parse = |text: &str| Block::parse_within.parse_str(text).ok();
        // Only what is no Rust as it stands can be an order: `:` may begin a line of a string.
        let (text, orders, statements) = match parse(source) {
            Some(statements) => (source.to_owned(), vec![], statements),
            None => {
                let (text, orders) = without_orders(source);
                let statements = parse(&text)?;
                (text, orders, statements)
            }
        };
        let mut cell = Self {
            text,
            items: vec![],
            uses: vec![],
            statements: vec![],
            tail: None,
            orders,
        };
        let count = statements.len();
        for (i, statement) in statements.into_iter().enumerate() {
            cell.sort(statement, i + 1 == count);
        }
        Some(cell)
    }

    fn sort(&mut self, statement: Stmt, last: bool) {
        let range = statement.span().byte_range();
        match statement {
            Stmt::Item(Item::Use(_)) => self.uses.push(range),
            Stmt::Item(item) => self.items.push((range, item)),
            Stmt::Expr(expr, None) if last => self.tail = Some((range, expr)),
            Stmt::Macro(call) if call.mac.path.is_ident("thread_local") => {
                let item = syn::ItemMacro {
                    attrs: call.attrs,
                    ident: None,
                    mac: call.mac,
                    semi_token: call.semi_token,
                };
                self.items.push((range, Item::Macro(item)));
            }
            Stmt::Macro(call) if last && call.semi_token.is_none() => {
                let expr = Expr::Macro(syn::ExprMacro {
                    attrs: call.attrs,
                    mac: call.mac,
                });
                self.tail = Some((range, expr));
            }
            other => self.statements.push((range, other)),
        }
    }

    /// Whether anything has to run.
    pub fn runs(&self) -> bool {
        !self.statements.is_empty() || self.tail.is_some()
    }

    /// Names bound by top-level `let`s, in order, the last of equal names only. `constants` are the names that a pattern
    /// compares with instead.
    pub fn bindings(&self, constants: &HashSet<String>) -> Vec<String> {
        let mut names = Names {
            found: vec![],
            constants,
        };
        for (_, statement) in &self.statements {
            if let Stmt::Local(local) = statement
                && !local
                    .attrs
                    .iter()
                    .any(|attribute| attribute.path().is_ident("cfg"))
            {
                names.visit_pat(&local.pat);
            }
        }
        let mut seen: Vec<String> = vec![];
        for name in names.found {
            seen.retain(|earlier| *earlier != name);
            seen.push(name);
        }
        seen
    }

    /// Names bound exactly once, by one of the statements before number `end`.
    pub fn names_before(&self, end: usize) -> Vec<String> {
        let none = HashSet::new();
        let mut names = Names {
            found: vec![],
            constants: &none,
        };
        let mut count = 0;
        for (i, (_, statement)) in self.statements.iter().enumerate() {
            if let Stmt::Local(local) = statement {
                names.visit_pat(&local.pat);
            }
            if i + 1 == end {
                count = names.found.len();
            }
        }
        let once = |name: &&String| names.found.iter().filter(|other| other == name).count() == 1;
        names.found[..count].iter().filter(once).cloned().collect()
    }

    /// The text of all items, for comparison with an earlier cell's.
    pub fn items_text(&self) -> String {
        self.items
            .iter()
            .map(|(range, _)| &self.text[range.clone()])
            .collect::<Vec<_>>()
            .join("\n")
    }
}

struct Names<'a> {
    found: Vec<String>,
    constants: &'a HashSet<String>,
}

impl Visit<'_> for Names<'_> {
    fn visit_pat_ident(&mut self, pattern: &syn::PatIdent) {
        let name = pattern.ident.to_string();
        let plain =
            pattern.by_ref.is_none() && pattern.mutability.is_none() && pattern.subpat.is_none();
        if !plain || (name != "None" && !self.constants.contains(&name)) {
            self.found.push(name);
        }
        syn::visit::visit_pat_ident(self, pattern);
    }

    fn visit_expr(&mut self, _: &Expr) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_split() {
        let cell = Cell::parse(
            ":dep x\nuse std::fs;\nstruct A;\nlet (x, B { y, .. }) = f();\nlet x = 2;\nx + y",
        )
        .expect("Rust");
        assert_eq!(
            (cell.uses.len(), cell.items.len(), cell.statements.len()),
            (1, 1, 2)
        );
        assert_eq!(cell.bindings(&HashSet::new()), ["y", "x"]);
        assert!(cell.tail.is_some());
    }

    #[test]
    fn a_macro_without_semicolon_is_a_tail() {
        assert!(
            Cell::parse("let x = 1;\nprintln!(\"{x}\")")
                .expect("Rust")
                .tail
                .is_some()
        );
        assert!(
            Cell::parse("println!(\"{x}\");")
                .expect("Rust")
                .tail
                .is_none()
        );
    }

    #[test]
    fn format_strings_mention_variables() {
        assert!(mentions("println!(\"{loss:.3}\")").contains("loss"));
    }
}
