//! Which names items define.

use proc_macro2::TokenTree;
use syn::Item;

/// The names that a call of `thread_local!` defines.
pub fn thread_locals(item: &Item) -> Vec<proc_macro2::Ident> {
    let Item::Macro(call) = item else {
        return vec![];
    };
    if !call.mac.path.is_ident("thread_local") {
        return vec![];
    }
    let tokens: Vec<TokenTree> = call.mac.tokens.clone().into_iter().collect();
    let name = |pair: &[TokenTree]| match pair {
        [TokenTree::Ident(first), TokenTree::Ident(name)] if first == "static" => {
            Some(name.clone())
        }
        _ => None,
    };
    tokens.windows(2).filter_map(name).collect()
}

/// All names that an item defines.
pub fn item_names(item: &Item) -> Vec<String> {
    let locals = thread_locals(item).into_iter().map(|name| name.to_string());
    let foreign = match item {
        Item::ForeignMod(block) => &block.items[..],
        _ => &[],
    };
    let foreign = foreign.iter().filter_map(|item| match item {
        syn::ForeignItem::Fn(item) => Some(item.sig.ident.to_string()),
        syn::ForeignItem::Static(item) => Some(item.ident.to_string()),
        _ => None,
    });
    item_name(item)
        .into_iter()
        .chain(locals)
        .chain(foreign)
        .collect()
}

/// The name an item binds, if it binds one.
pub fn item_name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) if item.ident == "_" => return None,
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => return item.ident.as_ref().map(ToString::to_string),
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}
