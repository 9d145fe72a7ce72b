//! Functions and macros that are compiled anew where they are used, and go round and round.

use std::collections::HashSet;

use syn::visit::{self, Visit};
use syn::{Generics, Item, Signature};

use crate::compile::{Level, Search};
use crate::items::ItemCrate;
use crate::source::Cell;

/// Their names, of all these crates. The level of a crate says nothing of them: whoever uses one compiles it.
pub fn names(crates: &[ItemCrate]) -> HashSet<String> {
    crates
        .iter()
        .flat_map(|old| old.working.iter().cloned())
        .collect()
}

/// Those of one cell, given those before.
pub fn of_cell(cell: &Cell, before: &HashSet<String>) -> HashSet<String> {
    let mut generic = Generic {
        before,
        inside: false,
        found: HashSet::new(),
    };
    cell.items
        .iter()
        .for_each(|(_, item)| generic.visit_item(item));
    generic.found
}

/// The level for a cell's items.
pub fn items_level(cells: &[(usize, Cell)], working: &HashSet<String>) -> Level {
    let mut search = Search::new(working);
    let items = cells.iter().flat_map(|(_, cell)| &cell.items);
    items.for_each(|(_, item)| search.item(item));
    search.level()
}

/// The level for a cell's statements; `types` are those of the variables that it mentions.
pub fn statements_level<'a>(
    cell: &Cell,
    working: &HashSet<String>,
    mut types: impl Iterator<Item = &'a str>,
) -> Level {
    let mut search = Search::new(working);
    for (_, statement) in &cell.statements {
        search.visit_stmt(statement);
    }
    cell.tail
        .iter()
        .for_each(|(_, tail)| search.visit_expr(tail));
    search.found |= types.any(iterates);
    search.level()
}

/// Whether values of a type go through others when they are asked for a sum.
fn iterates(ty: &str) -> bool {
    ["::iter::", "::ops::Range", "::Iter<", "::IntoIter<"]
        .iter()
        .any(|part| ty.contains(part))
}

struct Generic<'a> {
    before: &'a HashSet<String>,
    /// Inside of an `impl` or trait whose functions are generic by that.
    inside: bool,
    found: HashSet<String>,
}

impl Generic<'_> {
    fn consider(&mut self, signature: &Signature, body: &syn::Block) {
        if self.inside || is_generic(&signature.generics) || takes_impl(signature) {
            let mut search = Search::new(self.before);
            search.visit_block(body);
            if search.found {
                self.found.insert(signature.ident.to_string());
            }
        }
    }

    fn inside(&mut self, walk: impl FnOnce(&mut Self), generic: bool) {
        let before = std::mem::replace(&mut self.inside, generic);
        walk(self);
        self.inside = before;
    }
}

impl Visit<'_> for Generic<'_> {
    fn visit_item_fn(&mut self, x: &syn::ItemFn) {
        self.consider(&x.sig, &x.block);
    }

    fn visit_impl_item_fn(&mut self, x: &syn::ImplItemFn) {
        self.consider(&x.sig, &x.block);
    }

    fn visit_trait_item_fn(&mut self, x: &syn::TraitItemFn) {
        x.default
            .iter()
            .for_each(|body| self.consider(&x.sig, body));
    }

    fn visit_item_impl(&mut self, x: &syn::ItemImpl) {
        let generic = is_generic(&x.generics);
        self.inside(|generic| visit::visit_item_impl(generic, x), generic);
    }

    // Generic over the type that has the trait.
    fn visit_item_trait(&mut self, x: &syn::ItemTrait) {
        self.inside(|generic| visit::visit_item_trait(generic, x), true);
    }

    fn visit_item_macro(&mut self, x: &syn::ItemMacro) {
        let mut search = Search::new(self.before);
        search.visit_macro(&x.mac);
        if let (Some(name), true) = (&x.ident, search.found) {
            self.found.insert(name.to_string());
        }
    }

    fn visit_item(&mut self, x: &Item) {
        visit::visit_item(self, x);
    }
}

fn is_generic(generics: &Generics) -> bool {
    generics
        .params
        .iter()
        .any(|parameter| !matches!(parameter, syn::GenericParam::Lifetime(_)))
}

fn takes_impl(signature: &Signature) -> bool {
    crate::items::words(&signature.inputs).contains("impl")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generic_functions_with_loops_are_found() {
        let cell = Cell::parse(
            "fn plain(n: u64) { for _ in 0..n {} } fn once<T>(x: T) -> T { x }
             fn total<T: Copy>(v: &[T]) { for x in v {} } fn each(v: impl Iterator<Item = i32>) { for x in v {} }
             trait Sum { fn sum_up(&self) { loop {} } } impl<T> Grid<T> { fn fill(&mut self) { while true {} } }
             macro_rules! twice { ($n:expr) => { for _ in 0..$n {} }; } fn calls<T>(v: &[T]) { total(v) }",
        )
        .expect("Rust");
        let mut found: Vec<_> = of_cell(&cell, &HashSet::new()).into_iter().collect();
        found.sort();
        assert_eq!(found, ["each", "fill", "sum_up", "total", "twice"]);
        let all = of_cell(&cell, &HashSet::from(["total".to_owned()]));
        assert!(all.contains("calls"));
    }
}
