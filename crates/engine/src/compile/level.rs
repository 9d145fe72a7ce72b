//! How well a crate is optimised. Most cells call into compiled code a few times: for them the optimiser is half of the time
//! that they take. What goes round and round is worth it: without it, loops over numbers are ten times slower and more.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Expr, ExprForLoop, Item, Signature};

use super::work::{FEW, ITERATING, OF_ITERATORS, is_seldom, rounds};

/// How well a crate is optimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Not at all: nothing in it is done often.
    Quick,
    /// As far as generic code of the kit can still be shared.
    Optimised,
}

impl Level {
    /// The compiler's option.
    pub fn option(self) -> &'static str {
        match self {
            Self::Quick => "opt-level=0",
            Self::Optimised => "opt-level=1",
        }
    }
}

/// Looks for work: what may be done more than a few times.
#[derive(Debug)]
pub struct Search<'a> {
    /// Functions and macros that work in whoever calls them.
    pub working: &'a HashSet<String>,
    /// Whether there is any.
    pub found: bool,
    rounds: u64,
}

impl<'a> Search<'a> {
    pub fn new(working: &'a HashSet<String>) -> Self {
        Self {
            working,
            found: false,
            rounds: 1,
        }
    }

    /// The level that what was seen deserves.
    pub fn level(&self) -> Level {
        match self.found {
            true => Level::Optimised,
            false => Level::Quick,
        }
    }

    /// An item; functions without loops count when a loop elsewhere may call them.
    pub fn item(&mut self, item: &Item) {
        match item {
            Item::Macro(call) if call.ident.is_some() => {}
            item => self.visit_item(item),
        }
    }

    fn tokens(&mut self, tokens: TokenStream) {
        let mut closure = false;
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(ident) => self.word(&ident.to_string()),
                TokenTree::Punct(punct) => closure |= punct.as_char() == '|',
                TokenTree::Literal(_) => {}
            }
        }
        self.found |= closure;
    }

    fn word(&mut self, word: &str) {
        self.found |= ITERATING.contains(&word) || self.working.contains(word);
    }
}

impl Visit<'_> for Search<'_> {
    fn visit_expr_for_loop(&mut self, x: &ExprForLoop) {
        let before = self.rounds;
        self.rounds = rounds(&x.expr).map_or(u64::MAX, |rounds| before.saturating_mul(rounds));
        self.found |= self.rounds > FEW;
        visit::visit_expr_for_loop(self, x);
        self.rounds = before;
    }

    fn visit_expr_while(&mut self, _: &syn::ExprWhile) {
        self.found = true;
    }

    fn visit_expr_loop(&mut self, _: &syn::ExprLoop) {
        self.found = true;
    }

    fn visit_expr_closure(&mut self, _: &syn::ExprClosure) {
        self.found = true;
    }

    fn visit_expr_method_call(&mut self, x: &syn::ExprMethodCall) {
        let name = x.method.to_string();
        let on_range =
            matches!(&*x.receiver, Expr::Paren(inner) if matches!(&*inner.expr, Expr::Range(_)));
        self.found |= OF_ITERATORS.contains(&name.as_str()) && (on_range || x.turbofish.is_some());
        self.found |= name == "sort" && x.args.is_empty();
        self.word(&name);
        visit::visit_expr_method_call(self, x);
    }

    fn visit_ident(&mut self, x: &proc_macro2::Ident) {
        self.found |= self.working.contains(&x.to_string());
    }

    fn visit_macro(&mut self, x: &syn::Macro) {
        visit::visit_macro(self, x);
        self.tokens(x.tokens.clone());
    }

    fn visit_attribute(&mut self, _: &syn::Attribute) {}

    fn visit_signature(&mut self, x: &Signature) {
        self.found |= !is_seldom(x);
    }

    // Without a body, nothing is done.
    fn visit_trait_item_fn(&mut self, x: &syn::TraitItemFn) {
        if x.default.is_some() {
            visit::visit_trait_item_fn(self, x);
        }
    }

    fn visit_foreign_item(&mut self, _: &syn::ForeignItem) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Cell;

    fn level(text: &str) -> Level {
        let working = HashSet::from(["total".to_owned()]);
        let cell = Cell::parse(text).expect("Rust");
        let mut search = Search::new(&working);
        cell.items.iter().for_each(|(_, item)| search.item(item));
        cell.statements
            .iter()
            .for_each(|(_, statement)| search.visit_stmt(statement));
        cell.tail
            .iter()
            .for_each(|(_, tail)| search.visit_expr(tail));
        search.level()
    }

    #[test]
    fn what_runs_once_is_compiled_quickly() {
        for text in [
            "let x = Tensor::<2>::random([2, 3], Distribution::Default, &device()); x.sum()",
            "let loss = (net.forward(x) - y).powf_scalar(2.0).mean(); println!(\"{loss}\");",
            "for epoch in 0..10 { println!(\"{epoch}\"); }",
            "for rate in [0.1, 0.2] { println!(\"{rate}\"); }",
            "#[derive(Module, Debug)] struct Net { a: Linear } impl Net { fn forward(&self, x: Tensor<2>) -> Tensor<2> { self.a.forward(x) } }",
            "trait Area { fn area(&self) -> f64; }",
        ] {
            assert_eq!(level(text), Level::Quick, "{text}");
        }
    }

    #[test]
    fn what_goes_round_is_optimised() {
        for text in [
            "for i in 0..n { s += i; }",
            "for i in 0..100 { for j in 0..100 { s += i * j; } }",
            "while x < 3 { x += 1; }",
            "let s: f64 = v.iter().sum();",
            "let s = (0..n).sum::<u64>();",
            "println!(\"{}\", v.iter().map(|x| x * x).sum::<f64>());",
            "v.sort();",
            "let f = |x: f64| x * x;",
            "total(&v)",
            "fn square(x: f64) -> f64 { x * x }",
            "impl Add for V { type Output = V; fn add(self, o: V) -> V { V(self.0 + o.0) } }",
            "fn noise(x: Tensor<2>) -> f64 { let mut s = 0.0; for i in 0..x.dims()[0] { s += 1.0; } s }",
            "{ fn fib(n: u64) -> u64 { if n < 2 { n } else { fib(n - 1) + fib(n - 2) } } fib(30) }",
        ] {
            assert_eq!(level(text), Level::Optimised, "{text}");
        }
    }
}
