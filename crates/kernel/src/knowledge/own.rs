//! The session's own items, put in the form in which other crates are known.

use std::sync::Arc;

use api_index::{Bound, Impl, Index, Item, Kind, Member, Param, Part, Ty};
use quote::ToTokens;
use syn::{Fields, FnArg, Generics, ImplItem, Item as Parsed, Meta, Signature, TraitItem};

use super::scope::{OWN, Scope};
use super::session::Session;

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

fn fields(fields: &Fields, scope: &Scope) -> Vec<Member> {
    let field = |(i, field): (usize, &syn::Field)| {
        let name = field
            .ident
            .as_ref()
            .map_or_else(|| i.to_string(), ToString::to_string);
        Member {
            kind: Kind::Field,
            signature: format!("{name}: {}", spaced(&field.ty)),
            output: scope.ty(&field.ty),
            receiver: true,
            name,
            ..Member::default()
        }
    };
    fields.iter().enumerate().map(field).collect()
}

fn variant_of(variant: &syn::Variant, scope: &Scope) -> Member {
    let name = variant.ident.to_string();
    let inputs = match &variant.fields {
        Fields::Unnamed(fields) => fields
            .unnamed
            .iter()
            .map(|field| scope.ty(&field.ty))
            .collect(),
        _ => vec![],
    };
    Member {
        kind: Kind::Variant,
        signature: spaced(variant),
        inputs,
        name,
        ..Member::default()
    }
}

fn required(item: &TraitItem, scope: &Scope) -> Option<Member> {
    match item {
        TraitItem::Fn(item) => Some(method(&item.sig, scope)),
        TraitItem::Const(item) => Some(constant(&item.ident, &item.ty, scope)),
        _ => None,
    }
}

fn constant(name: &syn::Ident, ty: &syn::Type, scope: &Scope) -> Member {
    Member {
        name: name.to_string(),
        kind: Kind::Constant,
        signature: format!("const {name}: {}", spaced(ty)),
        output: scope.ty(ty),
        ..Member::default()
    }
}

fn method(signature: &Signature, scope: &Scope) -> Member {
    Member {
        name: signature.ident.to_string(),
        kind: Kind::Method,
        signature: spaced(signature),
        params: params(&signature.generics, scope),
        receiver: signature.receiver().is_some(),
        inputs: inputs(signature, scope),
        output: scope.output(&signature.output),
        ..Member::default()
    }
}

fn inputs(signature: &Signature, scope: &Scope) -> Vec<Ty> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(scope.ty(&input.ty)),
        FnArg::Receiver(_) => None,
    });
    typed.collect()
}

fn params(generics: &Generics, scope: &Scope) -> Vec<Param> {
    let types = generics.type_params().map(|param| Param {
        name: param.ident.to_string(),
        bounds: scope.bounds(param.bounds.iter()),
        default: None,
    });
    let consts = generics.const_params().map(|param| Param {
        name: param.ident.to_string(),
        ..Param::default()
    });
    types.chain(consts).collect()
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

/// Tokens with the spaces of people.
pub(super) fn spaced(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    let closer = [
        (" ,", ","),
        (" :: ", "::"),
        (" <", "<"),
        ("< ", "<"),
        (" >", ">"),
        ("& ", "&"),
        (" (", "("),
        (" :", ":"),
        (" ;", ";"),
        ("( ", "("),
        (" )", ")"),
    ];
    let text = closer
        .iter()
        .fold(text, |text, (from, to)| text.replace(from, to));
    text.replace("->", " ->")
        .replace("  ->", " ->")
        .replace("->(", "-> (")
}
