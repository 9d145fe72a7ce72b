//! Fields, variants, methods and parameters of the session's own items.

use api_index::{Kind, Member, Param, Ty};
use quote::ToTokens;
use syn::{Fields, FnArg, Generics, Signature, TraitItem};

use super::super::scope::Scope;

pub(super) fn fields(fields: &Fields, scope: &Scope) -> Vec<Member> {
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

pub(super) fn variant_of(variant: &syn::Variant, scope: &Scope) -> Member {
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

pub(super) fn required(item: &TraitItem, scope: &Scope) -> Option<Member> {
    match item {
        TraitItem::Fn(item) => Some(method(&item.sig, scope)),
        TraitItem::Const(item) => Some(constant(&item.ident, &item.ty, scope)),
        _ => None,
    }
}

pub(super) fn constant(name: &syn::Ident, ty: &syn::Type, scope: &Scope) -> Member {
    Member {
        name: name.to_string(),
        kind: Kind::Constant,
        signature: format!("const {name}: {}", spaced(ty)),
        output: scope.ty(ty),
        ..Member::default()
    }
}

pub(super) fn method(signature: &Signature, scope: &Scope) -> Member {
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

pub(super) fn inputs(signature: &Signature, scope: &Scope) -> Vec<Ty> {
    let typed = signature.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(input) => Some(scope.ty(&input.ty)),
        FnArg::Receiver(_) => None,
    });
    typed.collect()
}

pub(super) fn params(generics: &Generics, scope: &Scope) -> Vec<Param> {
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

/// Tokens with the spaces of people.
fn spaced(tokens: &impl ToTokens) -> String {
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
