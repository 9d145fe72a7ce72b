//! A cell's text, split into what becomes a crate of items, what becomes a statement crate, and `use` lines.

use std::ops::Range;

use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{Block, Expr, Item, Stmt, visit::Visit};

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
}

impl Cell {
    /// Splits a cell. `None` when the text is no Rust: the compiler words the error better.
    pub fn parse(source: &str) -> Option<Self> {
        let text = blank_directives(source);
        let statements = Block::parse_within.parse_str(&text).ok()?;
        let mut cell = Self { text, items: vec![], uses: vec![], statements: vec![], tail: None };
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
            Stmt::Macro(call) if last && call.semi_token.is_none() => {
                let expr = Expr::Macro(syn::ExprMacro { attrs: call.attrs, mac: call.mac });
                self.tail = Some((range, expr));
            }
            other => self.statements.push((range, other)),
        }
    }

    /// Whether anything has to run.
    pub fn runs(&self) -> bool {
        !self.statements.is_empty() || self.tail.is_some()
    }

    /// Names bound by top-level `let`s, in order, the last of equal names only.
    pub fn bindings(&self) -> Vec<String> {
        let mut names = Names(vec![]);
        for (_, statement) in &self.statements {
            if let Stmt::Local(local) = statement {
                names.visit_pat(&local.pat);
            }
        }
        let mut seen: Vec<String> = vec![];
        for name in names.0 {
            seen.retain(|earlier| *earlier != name);
            seen.push(name);
        }
        seen
    }

    /// The text of all items, for comparison with an earlier cell's.
    pub fn items_text(&self) -> String {
        self.items.iter().map(|(range, _)| &self.text[range.clone()]).collect::<Vec<_>>().join("\n")
    }
}

struct Names(Vec<String>);

impl Visit<'_> for Names {
    fn visit_pat_ident(&mut self, pattern: &syn::PatIdent) {
        let name = pattern.ident.to_string();
        // A lone capitalised name in a pattern is a constant or a variant.
        if !name.starts_with(char::is_uppercase) {
            self.0.push(name);
        }
        syn::visit::visit_pat_ident(self, pattern);
    }

    fn visit_expr(&mut self, _: &Expr) {}
}

/// Lines that begin with `:` are orders to a kernel, not Rust.
fn blank_directives(source: &str) -> String {
    let blank = |line: &str| if line.trim_start().starts_with(':') && !line.trim_start().starts_with("::") {
        " ".repeat(line.len())
    } else {
        line.to_owned()
    };
    source.split('\n').map(blank).collect::<Vec<_>>().join("\n")
}

/// Every identifier that a text mentions, those captured by format strings included.
pub fn mentions(text: &str) -> std::collections::HashSet<String> {
    let mut found = std::collections::HashSet::new();
    let mut word = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_alphanumeric() || c == '_' {
            word.push(c);
        } else if !word.is_empty() {
            found.insert(std::mem::take(&mut word));
        }
    }
    found
}

/// The name an item binds, if it binds one.
pub fn item_name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) if item.ident == "_" => return None,
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => return item.ident.as_ref().map(ToString::to_string),
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_split() {
        let cell = Cell::parse(":dep x\nuse std::fs;\nstruct A;\nlet (x, B { y, .. }) = f();\nlet x = 2;\nx + y").expect("Rust");
        assert_eq!((cell.uses.len(), cell.items.len(), cell.statements.len()), (1, 1, 2));
        assert_eq!(cell.bindings(), ["y", "x"]);
        assert!(cell.tail.is_some());
    }

    #[test]
    fn a_macro_without_semicolon_is_a_tail() {
        assert!(Cell::parse("let x = 1;\nprintln!(\"{x}\")").expect("Rust").tail.is_some());
        assert!(Cell::parse("println!(\"{x}\");").expect("Rust").tail.is_none());
    }

    #[test]
    fn format_strings_mention_variables() {
        assert!(mentions("println!(\"{loss:.3}\")").contains("loss"));
    }
}
