//! Small insertions into the reader's text: visibility, so that items reach the next cell, and pulses, so that loops can be
//! interrupted.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, Field, ImplItem, Item, Stmt, Visibility};

use crate::items::words;
use crate::source::thread_locals;

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

/// Source that puts variables away, for a loop whose body begins at a byte and that runs through what mentions these names.
pub type Keep<'a> = dyn Fn(usize, &HashSet<String>) -> String + 'a;

fn publish(item: &Item, out: &mut Insertions) {
    match item {
        Item::Const(x) => open(&x.vis, x.const_token.span.byte_range().start, out),
        Item::Enum(x) => open(&x.vis, x.enum_token.span.byte_range().start, out),
        Item::Fn(x) => open(&x.vis, x.sig.span().byte_range().start, out),
        Item::Mod(x) => {
            open(
                &x.vis,
                x.unsafety
                    .map_or(x.mod_token.span, |t| t.span)
                    .byte_range()
                    .start,
                out,
            );
            // What is private stays with the module; what is the crate's is the notebook's.
            x.content
                .iter()
                .flat_map(|(_, items)| items)
                .for_each(|item| Widen(out).visit_item(item));
        }
        Item::ForeignMod(x) => x.items.iter().for_each(|item| match item {
            syn::ForeignItem::Fn(x) => open(&x.vis, x.sig.span().byte_range().start, out),
            syn::ForeignItem::Static(x) => {
                open(&x.vis, x.static_token.span.byte_range().start, out)
            }
            _ => {}
        }),
        Item::Static(x) => open(&x.vis, x.static_token.span.byte_range().start, out),
        Item::Trait(x) => {
            let first = x.unsafety.map_or(x.trait_token.span, |token| token.span);
            open(&x.vis, first.byte_range().start, out);
        }
        Item::Type(x) => open(&x.vis, x.type_token.span.byte_range().start, out),
        Item::Union(x) => {
            open(&x.vis, x.union_token.span.byte_range().start, out);
            named(x.fields.named.iter(), out);
        }
        Item::Struct(x) => {
            open(&x.vis, x.struct_token.span.byte_range().start, out);
            named(x.fields.iter(), out);
        }
        Item::Macro(x) if x.ident.is_none() => {
            let names = thread_locals(item);
            let opens = |name: &proc_macro2::Ident| before_static(&x.mac.tokens, name);
            out.extend(
                names
                    .iter()
                    .filter_map(opens)
                    .map(|at| (at, "pub ".to_owned())),
            );
        }
        Item::Macro(x) if x.ident.is_some() && !exported(&x.attrs) => {
            out.push((
                x.mac.path.span().byte_range().start,
                "#[macro_export] ".into(),
            ));
        }
        Item::Impl(x) if x.trait_.is_none() => x.items.iter().for_each(|item| match item {
            ImplItem::Fn(x) => open(&x.vis, x.sig.span().byte_range().start, out),
            ImplItem::Const(x) => open(&x.vis, x.const_token.span.byte_range().start, out),
            _ => {}
        }),
        _ => {}
    }
}

/// Where the `static` of a thread-local variable stands that is not public yet.
fn before_static(tokens: &TokenStream, name: &proc_macro2::Ident) -> Option<usize> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let at = tokens
        .iter()
        .position(|token| matches!(token, TokenTree::Ident(ident) if ident == name))?
        .checked_sub(1)?;
    let before = at.checked_sub(1).map(|before| tokens[before].to_string());
    let public = before.is_some_and(|token| token == "pub" || token.starts_with('('));
    (!public).then(|| tokens[at].span().byte_range().start)
}

/// Restricted visibilities become public.
struct Widen<'a>(&'a mut Insertions);

impl Visit<'_> for Widen<'_> {
    fn visit_visibility(&mut self, x: &Visibility) {
        if matches!(x, Visibility::Restricted(_)) {
            open(x, 0, self.0);
        }
    }
}

fn named<'a>(fields: impl Iterator<Item = &'a Field>, out: &mut Insertions) {
    for field in fields {
        let start = field
            .ident
            .as_ref()
            .map_or_else(|| field.ty.span(), |name| name.span());
        open(&field.vis, start.byte_range().start, out);
    }
}

fn exported(attributes: &[Attribute]) -> bool {
    attributes
        .iter()
        .any(|attribute| attribute.path().is_ident("macro_export"))
}

/// `pub ` where there is no visibility, or a restricted one: later cells are other crates.
fn open(visibility: &Visibility, start: usize, out: &mut Insertions) {
    match visibility {
        Visibility::Inherited => out.push((start, "pub ".into())),
        Visibility::Restricted(limited) => {
            let range = limited.span().byte_range();
            out.extend([(range.start, "pub /*".into()), (range.end, "*/".into())]);
        }
        Visibility::Public(_) => {}
    }
}

struct Pulses<'a> {
    out: &'a mut Insertions,
    /// Only where the cell's own function can be left.
    keep: Option<&'a Keep<'a>>,
    /// What the loops around go through, and so may borrow.
    through: HashSet<String>,
}

const PULSE: &str = "::noisebook::cell::pulse();";

impl<'a> Pulses<'a> {
    fn plain(out: &'a mut Insertions) -> Self {
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
