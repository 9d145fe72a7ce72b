//! `return`, `break` and `continue` outside of any function or loop: the compiler would speak of closures that are ours.

use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use crate::source::Cell;

/// A keyword where it means nothing.
#[derive(Debug, PartialEq)]
pub struct Stray {
    /// The keyword.
    pub keyword: &'static str,
    /// Where it stands.
    pub range: Range<usize>,
}

/// The first stray keyword of a cell.
pub fn first(cell: &Cell) -> Option<Stray> {
    let mut search = Search {
        in_loop: false,
        found: None,
    };
    cell.statements
        .iter()
        .for_each(|(_, statement)| search.visit_stmt(statement));
    cell.tail
        .iter()
        .for_each(|(_, tail)| search.visit_expr(tail));
    search.found
}

struct Search {
    in_loop: bool,
    found: Option<Stray>,
}

impl Search {
    fn find(&mut self, keyword: &'static str, range: Range<usize>) {
        self.found.get_or_insert(Stray { keyword, range });
    }

    fn inside_loop(&mut self, walk: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.in_loop, true);
        walk(self);
        self.in_loop = before;
    }
}

impl Visit<'_> for Search {
    fn visit_expr_return(&mut self, x: &syn::ExprReturn) {
        self.find("return", x.return_token.span().byte_range());
    }

    fn visit_expr_break(&mut self, x: &syn::ExprBreak) {
        if !self.in_loop && x.label.is_none() {
            self.find("break", x.break_token.span().byte_range());
        }
        visit::visit_expr_break(self, x);
    }

    fn visit_expr_continue(&mut self, x: &syn::ExprContinue) {
        if !self.in_loop && x.label.is_none() {
            self.find("continue", x.continue_token.span().byte_range());
        }
    }

    fn visit_expr_for_loop(&mut self, x: &syn::ExprForLoop) {
        self.visit_expr(&x.expr);
        self.inside_loop(|search| search.visit_block(&x.body));
    }

    fn visit_expr_while(&mut self, x: &syn::ExprWhile) {
        self.inside_loop(|search| visit::visit_expr_while(search, x));
    }

    fn visit_expr_loop(&mut self, x: &syn::ExprLoop) {
        self.inside_loop(|search| visit::visit_expr_loop(search, x));
    }

    // These can be returned from.
    fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {}
    fn visit_expr_async(&mut self, _: &syn::ExprAsync) {}
    fn visit_item(&mut self, _: &syn::Item) {}
}
