//! The static policy: words that an answer may not use.
//!
//! It reads tokens, not syntax trees: the inside of macros counts like all else, and no nesting, however deep, can overflow
//! the judge's stack. What cannot be split into tokens does not compile either, and the compiler says best why.

mod rules;
mod tokens;

use std::collections::BTreeSet;

pub(crate) use tokens::{Token, tokens};

/// Something that an answer may not say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The line of the cell, from 1.
    pub line: usize,
    /// What is there, and why it is refused.
    pub message: String,
}

/// All violations of a cell, in order. `macros` are the names of macros that the notebook defines: since such a macro can put
/// a path together from its arguments, module names count there even when they stand alone.
pub fn check(source: &str, macros: &BTreeSet<String>) -> Vec<Violation> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    let mut macro_until = 0;
    for (at, token) in tokens.iter().enumerate() {
        let rest = &tokens[at..];
        if at >= macro_until {
            macro_until = at + macro_length(rest, macros);
        }
        let refused = rules::refused(rest)
            .or_else(|| rules::refused_in_macro(token).filter(|_| at < macro_until));
        found.extend(refused.map(|message| Violation {
            line: token.line,
            message,
        }));
    }
    found
}

/// The names of the macros that a cell defines.
pub fn macro_names(source: &str) -> Vec<String> {
    let tokens = tokens(source);
    let defined = tokens
        .windows(3)
        .filter(|found| found[0].is("macro_rules") && found[1].is("!"));
    defined.map(|found| found[2].text.clone()).collect()
}

/// How many tokens belong to the definition or call of one of the notebook's own macros that starts here; 0 if none does.
fn macro_length(rest: &[Token], macros: &BTreeSet<String>) -> usize {
    let [name, bang, ..] = rest else { return 0 };
    if !bang.is("!") || !(name.is("macro_rules") || macros.contains(&name.text)) {
        return 0;
    }
    let inside = |token: &Token| token.depth > name.depth;
    let start = rest.iter().position(inside).unwrap_or(rest.len());
    start
        + rest[start..]
            .iter()
            .take_while(|token| inside(token))
            .count()
}

#[cfg(test)]
mod tests;
