//! Small insertions into the reader's text: visibility, so that items reach the next cell, and pulses, so that loops can be
//! interrupted.

mod publish;
mod pulses;

use syn::visit::Visit;
use syn::{Item, Stmt};

use publish::publish;
pub use pulses::Keep;
use pulses::Pulses;

/// What to insert, at which byte of the cell's text.
pub type Insertions = Vec<(usize, String)>;

/// Makes an item and its parts public and its loops interruptible.
pub fn item(item: &Item) -> Insertions {
    let mut out = vec![];
    publish(item, &mut out);
    Pulses::plain(&mut out).visit_item(item);
    out.sort_by_key(|(at, _)| *at);
    out
}

/// Makes the loops of a statement interruptible. `keep` tells what a loop whose body begins at this byte and that runs
/// through these expressions does to keep variables.
pub fn statement(statement: &Stmt, keep: &Keep<'_>) -> Insertions {
    let mut out = vec![];
    Pulses {
        keep: Some(keep),
        ..Pulses::plain(&mut out)
    }
    .visit_stmt(statement);
    out
}

/// Makes the loops of an expression interruptible.
pub fn expression(expression: &syn::Expr, keep: &Keep<'_>) -> Insertions {
    let mut out = vec![];
    Pulses {
        keep: Some(keep),
        ..Pulses::plain(&mut out)
    }
    .visit_expr(expression);
    out
}
