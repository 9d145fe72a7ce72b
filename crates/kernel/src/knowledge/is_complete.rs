//! Whether a text can be run as it is, for clients that send on Return.

use engine::source::Cell;
use proc_macro2::Span;
use syn::Block;
use syn::parse::Parser;

use super::open::{Delimiters, delimiters};

/// The answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    /// It can be run.
    Complete,
    /// More has to come; the next line starts with this.
    Incomplete(String),
    /// No more text makes it right.
    Invalid,
}

/// Reads a text.
pub(crate) fn is_complete(code: &str) -> State {
    if Cell::parse(code).is_some() {
        return State::Complete;
    }
    match delimiters(code) {
        Delimiters::Open(depth) => State::Incomplete(" ".repeat(4 * depth)),
        Delimiters::OpenText => State::Incomplete(String::new()),
        Delimiters::Wrong => State::Invalid,
        Delimiters::Balanced if ends_too_early(code) => State::Incomplete("    ".to_owned()),
        Delimiters::Balanced => State::Invalid,
    }
}

/// Whether the parser wants more after the last token, as after `let x =`.
fn ends_too_early(code: &str) -> bool {
    let Err(error) = Block::parse_within.parse_str(code) else {
        return false;
    };
    // Inside of delimiters the span is that of the closing one.
    let at_the_end = error.span().byte_range() == Span::call_site().byte_range();
    at_the_end && error.to_string().starts_with("unexpected end of input")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_cells_are_complete() {
        for code in [
            "",
            "let x = 1;",
            "x + 1",
            "fn f() {\n}",
            ":dep burn\nx",
            "use std::fs;",
            "println!(\"{\")",
        ] {
            assert_eq!(is_complete(code), State::Complete, "{code}");
        }
    }

    #[test]
    fn open_ends_are_incomplete() {
        for (code, indent) in [
            ("fn f() {", 4),
            ("for i in 0..3 {\n    if i > 1 {", 8),
            ("let x =", 4),
            ("\"abc", 0),
            ("f(1,", 4),
            ("struct A", 4),
        ] {
            assert_eq!(
                is_complete(code),
                State::Incomplete(" ".repeat(indent)),
                "{code}"
            );
        }
    }

    #[test]
    fn nothing_mends_a_wrong_text() {
        for code in ["let let x = 1;", "f(1]", "}", "let x = (1 +);", "fn 3() {}"] {
            assert_eq!(is_complete(code), State::Invalid, "{code}");
        }
    }
}
