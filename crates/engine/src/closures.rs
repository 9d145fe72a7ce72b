//! Closures that a cell binds. Their types have no names, so later cells get them as boxed functions, where that is possible.

use std::collections::BTreeMap;

use syn::{Expr, Pat, Stmt};

use crate::source::Cell;

/// What a closure is boxed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calls {
    /// `Fn`.
    Shared,
    /// `FnMut`: it changes what it has captured.
    Changing,
}

/// A closure to box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closure {
    parameters: usize,
    calls: Calls,
}

impl Closure {
    /// The next thing to try when this one does not compile.
    pub fn next(self) -> Option<Self> {
        match self.calls {
            Calls::Shared => Some(Self {
                calls: Calls::Changing,
                ..self
            }),
            Calls::Changing => None,
        }
    }

    /// A line that boxes the variable `name`.
    pub fn line(self, name: &str) -> String {
        let types: Vec<String> = (0..self.parameters).map(|i| format!("A{i}")).collect();
        let types = types.join(", ");
        let of = match self.calls {
            Calls::Shared => "Fn",
            Calls::Changing => "FnMut",
        };
        let list = if types.is_empty() {
            String::new()
        } else {
            format!("{types}, ")
        };
        format!(
            "let {name} = {{ fn boxed<{list}R>(f: impl ::std::ops::{of}({types}) -> R + 'static) \
             -> ::std::boxed::Box<dyn ::std::ops::{of}({types}) -> R> {{ ::std::boxed::Box::new(f) }} boxed({name}) }};"
        )
    }
}

/// The closures that a cell's statements bind by name.
pub fn bound(cell: &Cell) -> BTreeMap<String, Closure> {
    let mut found = BTreeMap::new();
    for (_, statement) in &cell.statements {
        let Stmt::Local(local) = statement else {
            continue;
        };
        let (Pat::Ident(pattern), Some(init)) = (&local.pat, &local.init) else {
            continue;
        };
        let name = pattern.ident.to_string();
        match &*init.expr {
            Expr::Closure(closure) => {
                let closure = Closure {
                    parameters: closure.inputs.len(),
                    calls: Calls::Shared,
                };
                found.insert(name, closure);
            }
            _ => _ = found.remove(&name),
        }
    }
    found
}

/// Whether a boxed closure's type means the same in another cell: a reference in it was this cell's, and would be any there.
pub fn can_be_written(ty: &str) -> bool {
    !ty.contains('&')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closures_are_found() {
        let cell = Cell::parse(
            "let f = |x: f64, y| x; let g = move || 1; let h = f(1.0, 2.0); let f = 2;",
        );
        let found = bound(&cell.expect("Rust"));
        assert_eq!(found.keys().collect::<Vec<_>>(), ["g"]);
        assert!(
            found["g"]
                .line("g")
                .contains("fn boxed<R>(f: impl ::std::ops::Fn() -> R")
        );
        assert!(
            found["g"]
                .next()
                .expect("a try")
                .line("g")
                .contains("FnMut()")
        );
    }
}
