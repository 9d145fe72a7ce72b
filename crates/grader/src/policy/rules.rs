//! What is refused, and in which words.

use super::tokens::Token;

/// Keywords with which code leaves what the compiler can vouch for.
const KEYWORDS: [&str; 2] = ["unsafe", "extern"];

/// Macros that read the machine that compiles, or leave the language.
const MACROS: [&str; 8] = [
    "asm",
    "env",
    "global_asm",
    "include",
    "include_bytes",
    "include_str",
    "naked_asm",
    "option_env",
];

/// Attributes that change how a crate is read, linked or started.
const ATTRIBUTES: [&str; 15] = [
    "export_name",
    "global_allocator",
    "link",
    "link_args",
    "link_name",
    "link_section",
    "macro_export",
    "naked",
    "no_mangle",
    "no_main",
    "no_std",
    "panic_handler",
    "path",
    "recursion_limit",
    "used",
];

/// The roots of the standard library, and the modules that reach files, processes, network and environment.
const ROOTS: [&str; 3] = ["alloc", "core", "std"];
const MODULES: [&str; 5] = ["env", "fs", "net", "os", "process"];

/// Parts of the judge's protocol.
const PROTOCOL: [&str; 2] = ["frame", "worker"];

/// Why the tokens from here on are refused, if they are.
pub(super) fn refused(rest: &[Token]) -> Option<String> {
    let text = |at: usize| rest.get(at).map_or("", |token| token.text.as_str());
    let first = rest
        .first()
        .filter(|token| token.is_name || token.is("#"))?;
    match first.text.as_str() {
        "#" if text(1) == "!" && text(2) == "[" && text(3) != "doc" => {
            Some("attributes with `#!` have no effect in a notebook".into())
        }
        "#" if text(1) == "[" => attribute(&rest[1..]),
        word if KEYWORDS.contains(&word) => Some(format!("`{word}` is not allowed in answers")),
        word if MACROS.contains(&word) && text(1) == "!" => {
            Some(format!("`{word}!` is not allowed in answers"))
        }
        "mod" if text(2) == ";" => Some(format!("`mod {};` has no file to read", text(1))),
        root if ROOTS.contains(&root) => standard_library(root, &rest[1..]),
        "exercise" if path_goes_on(&rest[1..]) && PROTOCOL.contains(&text(3)) => Some(format!(
            "`exercise::{}` is the judge's: not allowed in answers",
            text(3)
        )),
        _ => None,
    }
}

/// In a macro of the notebook's own a module's name alone is enough.
pub(super) fn refused_in_macro(token: &Token) -> Option<String> {
    let refused = token.is_name && MODULES.contains(&token.text.as_str());
    let words = "in a macro of the notebook's own is not allowed in answers";
    refused.then(|| format!("`{}` {words}", token.text))
}

fn attribute(bracket: &[Token]) -> Option<String> {
    let depth = bracket[0].depth;
    let inside = bracket[1..].iter().take_while(|token| token.depth > depth);
    let name = inside
        .filter(|token| token.is_name)
        .find(|token| ATTRIBUTES.contains(&token.text.as_str()))?;
    Some(format!(
        "the attribute `{}` is not allowed in answers",
        name.text
    ))
}

/// `rest` is what follows a root: `::fs`, `::{io, fs}`, `::*`, ` as s`.
fn standard_library(root: &str, rest: &[Token]) -> Option<String> {
    if rest.first().is_some_and(|token| token.is("as")) {
        return Some(format!(
            "`{root}` under another name is not allowed in answers"
        ));
    }
    if !path_goes_on(rest) {
        return None;
    }
    let refused = |token: &Token| {
        let hidden = token.is("*") || token.is("self");
        (hidden || MODULES.contains(&token.text.as_str())).then(|| not_allowed(root, &token.text))
    };
    match rest.get(2) {
        Some(open) if open.is("{") => {
            let inside = rest[3..]
                .iter()
                .take_while(|token| token.depth > open.depth);
            inside
                .filter(|token| token.depth == open.depth + 1)
                .find_map(refused)
        }
        Some(next) => refused(next),
        None => None,
    }
}

fn not_allowed(root: &str, module: &str) -> String {
    match module {
        "*" | "self" => format!("`{root}::{module}` is not allowed in answers: name what you use"),
        module => format!(
            "`{root}::{module}` is not allowed in answers: they need no files, processes, network or environment"
        ),
    }
}

fn path_goes_on(rest: &[Token]) -> bool {
    matches!(rest, [a, b, ..] if a.is(":") && b.is(":"))
}
