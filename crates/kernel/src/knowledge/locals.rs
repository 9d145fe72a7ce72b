//! Variables that the text before a cursor makes, though it may be half-written.

use api_index::Ty;
use engine::source::Cell;
use syn::visit::{self, Visit};
use syn::{Block, ExprForLoop, FnArg, Item, ItemImpl, Local, Pat, Signature, Stmt};

use super::infer::Types;
use super::open::unclosed;
use super::scope::Scope;

/// Adds the variables that `text` makes and that are still there at its end.
pub(crate) fn add(text: &str, scope: &mut Scope) {
    let Some(cell) = whole(text) else {
        return;
    };
    let mut locals = Locals { scope };
    let last = cell
        .statements
        .iter()
        .map(|(range, _)| range.start)
        .chain(cell.items.iter().map(|(range, _)| range.start))
        .max();
    for (range, statement) in &cell.statements {
        match statement {
            Stmt::Local(local) => locals.visit_local(local),
            other if Some(range.start) == last => locals.visit_stmt(other),
            _ => {}
        }
    }
    for (range, item) in &cell.items {
        if Some(range.start) == last {
            locals.visit_item(item);
        }
    }
    if let Some((_, tail)) = &cell.tail {
        locals.visit_expr(tail);
    }
}

/// The text up to the statement at its end, with all that is open closed.
fn whole(text: &str) -> Option<Cell> {
    let open = unclosed(text)?;
    // Inside of a call, the statement with the call is left out.
    let braces = open
        .iter()
        .rposition(|(_, c)| *c == '}')
        .map_or(0, |at| at + 1);
    let inner = open[..braces].last().map_or(0, |(at, _)| at + 1);
    let end = boundary(text, inner);
    let mut kept = text.get(..end)?.to_owned();
    for (_, close) in open[..braces].iter().rev() {
        kept.push(*close);
    }
    Cell::parse(&kept).or_else(|| Cell::parse(&format!("{kept};")))
}

/// Where the last whole statement after `from` ends.
fn boundary(text: &str, from: usize) -> usize {
    let mut end = from;
    for (at, c) in text[from..].char_indices() {
        let next = from + at + c.len_utf8();
        let closed = matches!(c, ';' | '}')
            && unclosed(&text[from..next]).is_some_and(|open| open.is_empty());
        if closed {
            end = next;
        }
    }
    end
}

struct Locals<'s> {
    scope: &'s mut Scope,
}

impl Locals<'_> {
    fn bind(&mut self, pattern: &Pat, ty: &Ty) {
        match pattern {
            Pat::Ident(pattern) => {
                self.scope
                    .variables
                    .insert(pattern.ident.to_string(), ty.clone());
            }
            Pat::Type(pattern) => {
                let said = self.scope.ty(&pattern.ty);
                let ty = if has_gap(&said) { ty } else { &said };
                self.bind(&pattern.pat, &ty.clone());
            }
            Pat::Reference(pattern) => self.bind(&pattern.pat, &ty.referent().clone()),
            Pat::Tuple(pattern) => {
                let parts = match ty.referent() {
                    Ty::Tuple(parts) => parts.clone(),
                    _ => vec![],
                };
                for (i, pattern) in pattern.elems.iter().enumerate() {
                    self.bind(pattern, parts.get(i).unwrap_or(&Ty::Unknown));
                }
            }
            _ => {}
        }
    }

    fn signature(&mut self, signature: &Signature) {
        for input in &signature.inputs {
            match input {
                FnArg::Typed(input) => {
                    let ty = self.scope.ty(&input.ty);
                    self.bind(&input.pat, &ty);
                }
                FnArg::Receiver(_) => {
                    let itself = self
                        .scope
                        .variables
                        .get("Self")
                        .cloned()
                        .unwrap_or_default();
                    self.scope.variables.insert("self".to_owned(), itself);
                }
            }
        }
    }
}

/// Whether `_` is a part of a type: the value says more.
fn has_gap(ty: &Ty) -> bool {
    let mut found = false;
    ty.map(&mut |part| {
        found |= part == Ty::Unknown;
        part
    });
    found
}

impl Visit<'_> for Locals<'_> {
    fn visit_local(&mut self, local: &Local) {
        let ty = match &local.init {
            Some(init) => {
                self.visit_expr(&init.expr);
                Types::new(self.scope).expr(&init.expr)
            }
            None => Ty::Unknown,
        };
        self.bind(&local.pat, &ty);
    }

    /// What a block before the last one made is gone.
    fn visit_block(&mut self, block: &Block) {
        let count = block.stmts.len();
        for (i, statement) in block.stmts.iter().enumerate() {
            if i + 1 == count || matches!(statement, Stmt::Local(_)) {
                self.visit_stmt(statement);
            }
        }
    }

    fn visit_expr_for_loop(&mut self, each: &ExprForLoop) {
        let types = Types::new(self.scope);
        let item = types.item_of(&types.expr(&each.expr));
        self.bind(&each.pat, &item);
        self.visit_block(&each.body);
    }

    fn visit_expr_closure(&mut self, closure: &syn::ExprClosure) {
        for input in &closure.inputs {
            self.bind(input, &Ty::Unknown);
        }
        self.visit_expr(&closure.body);
    }

    fn visit_item(&mut self, item: &Item) {
        visit::visit_item(self, item);
    }

    fn visit_item_impl(&mut self, block: &ItemImpl) {
        let target = self.scope.ty(&block.self_ty);
        self.scope.variables.insert("Self".to_owned(), target);
        if let Some(last) = block.items.last() {
            self.visit_impl_item(last);
        }
    }

    fn visit_item_fn(&mut self, item: &syn::ItemFn) {
        self.signature(&item.sig);
        self.visit_block(&item.block);
    }

    fn visit_impl_item_fn(&mut self, item: &syn::ImplItemFn) {
        self.signature(&item.sig);
        self.visit_block(&item.block);
    }
}
