//! Visibility: later cells are other crates.

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Attribute, Field, ImplItem, Item, Visibility};

use super::Insertions;
use crate::source::thread_locals;

/// Makes an item and its parts public.
pub fn publish(item: &Item, out: &mut Insertions) {
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
