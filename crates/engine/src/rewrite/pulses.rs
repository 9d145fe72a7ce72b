//! Loops that look whether the reader wants them to stop.

use std::collections::HashSet;

use syn::Item;
use syn::visit::{self, Visit};

use super::Insertions;
use crate::items::words;

/// Source that puts variables away, for a loop whose body begins at a byte and that runs through what mentions these names.
pub type Keep<'a> = dyn Fn(usize, &HashSet<String>) -> String + 'a;

/// Puts a look into each loop.
pub struct Pulses<'a> {
    pub out: &'a mut Insertions,
    /// Only where the cell's own function can be left.
    pub keep: Option<&'a Keep<'a>>,
    /// What the loops around go through, and so may borrow.
    pub through: HashSet<String>,
}

const PULSE: &str = "::noisebook::cell::pulse();";

impl<'a> Pulses<'a> {
    /// For items, whose functions cannot be left.
    pub fn plain(out: &'a mut Insertions) -> Self {
        Self {
            out,
            keep: None,
            through: HashSet::new(),
        }
    }

    fn pulse_in(&mut self, body: &syn::Block) {
        let start = body.brace_token.span.open().byte_range().end;
        let kept = self
            .keep
            .map(|keep| keep(start, &self.through))
            .filter(|kept| !kept.is_empty());
        let pulse = match kept {
            Some(kept) => format!(
                " if ::noisebook::runtime::interrupt::requested() {{ {kept} {PULSE} return Ok(()); }}"
            ),
            None => format!(" {PULSE}"),
        };
        self.out.push((start, pulse));
    }

    /// Walks where the cell's function cannot be left.
    fn apart(&mut self, walk: impl FnOnce(&mut Self)) {
        let keep = self.keep.take();
        walk(self);
        self.keep = keep;
    }
}

impl Visit<'_> for Pulses<'_> {
    fn visit_expr_for_loop(&mut self, x: &syn::ExprForLoop) {
        let before = self.through.clone();
        self.through.extend(words(&x.expr));
        self.pulse_in(&x.body);
        visit::visit_expr_for_loop(self, x);
        self.through = before;
    }

    fn visit_expr_while(&mut self, x: &syn::ExprWhile) {
        self.pulse_in(&x.body);
        visit::visit_expr_while(self, x);
    }

    fn visit_expr_loop(&mut self, x: &syn::ExprLoop) {
        self.pulse_in(&x.body);
        visit::visit_expr_loop(self, x);
    }

    fn visit_expr_closure(&mut self, x: &syn::ExprClosure) {
        self.apart(|pulses| visit::visit_expr_closure(pulses, x));
    }

    fn visit_expr_async(&mut self, x: &syn::ExprAsync) {
        self.apart(|pulses| visit::visit_expr_async(pulses, x));
    }

    fn visit_item(&mut self, x: &Item) {
        self.apart(|pulses| visit::visit_item(pulses, x));
    }

    // Constants are evaluated by the compiler, which cannot call out.
    fn visit_item_fn(&mut self, x: &syn::ItemFn) {
        if x.sig.constness.is_none() {
            visit::visit_item_fn(self, x);
        }
    }

    fn visit_impl_item_fn(&mut self, x: &syn::ImplItemFn) {
        if x.sig.constness.is_none() {
            visit::visit_impl_item_fn(self, x);
        }
    }

    fn visit_item_const(&mut self, _: &syn::ItemConst) {}
    fn visit_item_static(&mut self, _: &syn::ItemStatic) {}
    fn visit_expr_const(&mut self, _: &syn::ExprConst) {}
}
