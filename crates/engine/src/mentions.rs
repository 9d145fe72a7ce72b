//! Which names a text mentions.

use std::collections::HashSet;

use proc_macro2::{TokenStream, TokenTree};

use crate::orders::is_too_deep;

/// Every identifier that a text mentions, those captured by format strings included.
pub fn mentions(text: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    if !is_too_deep(text)
        && let Ok(tokens) = text.parse()
    {
        collect(tokens, &mut found);
    }
    found
}

fn collect(tokens: TokenStream, found: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect(group.stream(), found),
            TokenTree::Ident(ident) => _ = found.insert(ident.to_string()),
            TokenTree::Literal(literal) => captured(&literal.to_string(), found),
            TokenTree::Punct(_) => {}
        }
    }
}

/// Identifiers between the braces of a format string.
fn captured(literal: &str, found: &mut HashSet<String>) {
    for part in literal.split('{').skip(1) {
        let inside = part.split('}').next().unwrap_or_default();
        let words = inside.split(|c: char| !c.is_alphanumeric() && c != '_');
        found.extend(words.filter(|word| !word.is_empty()).map(ToOwned::to_owned));
    }
}
