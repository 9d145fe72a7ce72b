//! The session's own items, put in the form in which other crates are known.

mod members;

use std::sync::Arc;

use api_index::{Bound, Impl, Index, Item, Kind, Part, Ty};
use syn::{ImplItem, Item as Parsed, Meta};

use super::scope::{OWN, Scope};
use super::session::Session;
use members::{constant, fields, inputs, method, params, required, variant_of};

/// All of them.
pub(super) fn part(session: &Session, library: &Arc<Index>) -> Part {
    // Names first, so that types of one another are found.
    let parsed: Vec<(&str, &str, Parsed)> = session
        .items
        .iter()
        .filter_map(|(name, item)| {
            Some((
                name.as_str(),
                item.text.as_str(),
                syn::parse_str(&item.text).ok()?,
            ))
        })
        .collect();
    let stubs = parsed.iter().map(|(name, _, item)| Item {
        path: key(name, item),
        kind: kind(item),
        ..Item::default()
    });
    let children = parsed
        .iter()
        .map(|(name, _, item)| ((*name).to_owned(), key(name, item)));
    let root = Item {
        path: OWN.to_owned(),
        kind: Kind::Module,
        children: children.collect(),
        ..Item::default()
    };
    let stubs = Part {
        items: stubs.chain([root.clone()]).collect(),
        ..Part::default()
    };
    let mut scope = Scope::new(
        Arc::new(Index::over(library.clone(), vec![stubs])),
        session,
        "",
    );
    let mut part = Part {
        name: "this notebook".to_owned(),
        items: vec![root],
        ..Part::default()
    };
    for (name, text, item) in &parsed {
        part.impls.extend(derived(name, item, &scope));
        part.items.push(described(name, text, item, &scope));
    }
    let blocks = session
        .impls
        .iter()
        .filter_map(|(_, text)| syn::parse_str(text).ok());
    part.impls
        .extend(blocks.filter_map(|block| implemented(&block, &mut scope)));
    part
}

fn key(name: &str, item: &Parsed) -> String {
    match kind(item) {
        Kind::Function | Kind::Constant | Kind::Static => format!("{OWN}::{name}()"),
        Kind::Macro => format!("{OWN}::{name}!"),
        _ => format!("{OWN}::{name}"),
    }
}

fn kind(item: &Parsed) -> Kind {
    match item {
        Parsed::Struct(_) => Kind::Struct,
        Parsed::Enum(_) => Kind::Enum,
        Parsed::Union(_) => Kind::Union,
        Parsed::Trait(_) => Kind::Trait,
        Parsed::Type(_) => Kind::TypeAlias,
        Parsed::Fn(_) => Kind::Function,
        Parsed::Const(_) => Kind::Constant,
        Parsed::Static(_) => Kind::Static,
        Parsed::Macro(_) => Kind::Macro,
        _ => Kind::Module,
    }
}

fn described(name: &str, text: &str, item: &Parsed, scope: &Scope) -> Item {
    let base = Item {
        path: key(name, item),
        kind: kind(item),
        signature: text.to_owned(),
        ..Item::default()
    };
    match item {
        Parsed::Struct(item) => Item {
            params: params(&item.generics, scope),
            members: fields(&item.fields, scope),
            ..base
        },
        Parsed::Enum(item) => Item {
            params: params(&item.generics, scope),
            members: item
                .variants
                .iter()
                .map(|variant| variant_of(variant, scope))
                .collect(),
            ..base
        },
        Parsed::Trait(item) => Item {
            params: params(&item.generics, scope),
            members: item
                .items
                .iter()
                .filter_map(|item| required(item, scope))
                .collect(),
            supertraits: scope.bounds(item.supertraits.iter()),
            ..base
        },
        Parsed::Fn(item) => Item {
            params: params(&item.sig.generics, scope),
            inputs: inputs(&item.sig, scope),
            output: scope.output(&item.sig.output),
            ..base
        },
        Parsed::Type(item) => Item {
            output: scope.ty(&item.ty),
            ..base
        },
        Parsed::Const(item) => Item {
            output: scope.ty(&item.ty),
            ..base
        },
        Parsed::Static(item) => Item {
            output: scope.ty(&item.ty),
            ..base
        },
        _ => base,
    }
}

fn implemented(block: &syn::ItemImpl, scope: &mut Scope) -> Option<Impl> {
    let target = scope.ty(&block.self_ty);
    let of = match &block.trait_ {
        Some((_, path, _)) => Some(scope.bound(path)?),
        None => None,
    };
    scope.variables.insert("Self".to_owned(), target.clone());
    let members = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(item) if of.is_none() => Some(method(&item.sig, scope)),
        ImplItem::Const(item) if of.is_none() => Some(constant(&item.ident, &item.ty, scope)),
        _ => None,
    });
    let members = members.collect();
    let assoc = block.items.iter().filter_map(|item| match item {
        ImplItem::Type(item) => Some((item.ident.to_string(), scope.ty(&item.ty))),
        _ => None,
    });
    let assoc = assoc.collect();
    scope.variables.remove("Self");
    Some(Impl {
        params: params(&block.generics, scope),
        of,
        target,
        members,
        assoc,
        file: String::new(),
    })
}

/// What a type's derives implement.
fn derived(name: &str, item: &Parsed, scope: &Scope) -> Vec<Impl> {
    let attributes = match item {
        Parsed::Struct(item) => &item.attrs,
        Parsed::Enum(item) => &item.attrs,
        _ => return vec![],
    };
    let mut found = vec![];
    for attribute in attributes {
        let Meta::List(list) = &attribute.meta else {
            continue;
        };
        if !list.path.is_ident("derive") {
            continue;
        }
        // One that cannot be read is left out.
        let _ = list.parse_nested_meta(|meta| {
            found.extend(scope.bound(&meta.path));
            Ok(())
        });
    }
    let target = Ty::named(&format!("{OWN}::{name}"));
    let of = |bound: Bound| Impl {
        of: Some(bound),
        target: target.clone(),
        ..Impl::default()
    };
    found.into_iter().map(of).collect()
}
