//! Which variables a cell gives new values.

use std::collections::BTreeSet;

use syn::visit::{self, Visit};
use syn::{Expr, ExprAssign};

use crate::source::Cell;

/// What stands on the left of `=`, and whether that is assigned from itself as a whole: `net = step(net)`.
#[derive(Debug, Default, PartialEq)]
pub struct Assigned {
    /// All of them.
    pub all: BTreeSet<String>,
    /// Those that the right side gives away by name.
    pub from_itself: BTreeSet<String>,
}

/// The assignments of a cell's statements.
pub fn assigned(cell: &Cell) -> Assigned {
    let mut search = Search::default();
    cell.statements
        .iter()
        .for_each(|(_, statement)| search.visit_stmt(statement));
    cell.tail
        .iter()
        .for_each(|(_, tail)| search.visit_expr(tail));
    search.0
}

#[derive(Default)]
struct Search(Assigned);

impl Visit<'_> for Search {
    fn visit_expr_assign(&mut self, x: &ExprAssign) {
        for name in targets(&x.left) {
            let mut given = Given {
                name: &name,
                found: false,
            };
            given.visit_expr(&x.right);
            if given.found {
                self.0.from_itself.insert(name.clone());
            }
            self.0.all.insert(name);
        }
        visit::visit_expr_assign(self, x);
    }

    fn visit_item(&mut self, _: &syn::Item) {}
}

/// Whether a variable is an argument of a call.
struct Given<'a> {
    name: &'a str,
    found: bool,
}

impl Given<'_> {
    fn among<'a>(&mut self, mut arguments: impl Iterator<Item = &'a Expr>) {
        self.found |= arguments.any(|argument| name(argument).as_deref() == Some(self.name));
    }
}

impl Visit<'_> for Given<'_> {
    fn visit_expr_call(&mut self, x: &syn::ExprCall) {
        self.among(x.args.iter());
        visit::visit_expr_call(self, x);
    }

    fn visit_expr_method_call(&mut self, x: &syn::ExprMethodCall) {
        self.among(x.args.iter());
        visit::visit_expr_method_call(self, x);
    }
}

/// The variables that get something new, be it in part.
fn targets(left: &Expr) -> Vec<String> {
    match left {
        Expr::Tuple(tuple) => tuple.elems.iter().flat_map(targets).collect(),
        Expr::Array(array) => array.elems.iter().flat_map(targets).collect(),
        Expr::Paren(inner) => targets(&inner.expr),
        Expr::Field(field) => targets(&field.base),
        other => name(other).into_iter().collect(),
    }
}

fn name(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assignments_are_found() {
        let cell = Cell::parse(
            "net = adam.step(0.1, net, gradients); for _ in 0..3 { x = x.clone() + 1; } y.z = 1; let w = 2; n = f(&n); (a, _) = (1, 2);",
        );
        let found = assigned(&cell.expect("Rust"));
        assert_eq!(
            found.all.into_iter().collect::<Vec<_>>(),
            ["a", "n", "net", "x", "y"]
        );
        assert_eq!(found.from_itself.into_iter().collect::<Vec<_>>(), ["net"]);
    }
}
