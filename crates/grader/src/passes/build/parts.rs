//! The functions of an answer, which can be left out one by one.
//!
//! Read from tokens, one level at a time: an answer may be broken or hostile, so nothing is parsed recursively.

use std::ops::{Range, RangeInclusive};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A function of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// Its name.
    pub(super) name: String,
    /// Whether it is a method of the answer's trait: the trait has a body for it when it is left out.
    pub(super) of_trait: bool,
    /// Its lines in the cell, from 1.
    pub(super) lines: RangeInclusive<usize>,
    bytes: Range<usize>,
}

/// The functions in `source`, which implements `trait_name`; none if its brackets do not match.
pub(super) fn parts(source: &str, trait_name: &str) -> Vec<Part> {
    let Ok(tokens) = source.parse::<TokenStream>() else {
        return Vec::new();
    };
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    pieces(&tokens)
        .into_iter()
        .flat_map(|piece| match piece.last() {
            Some(TokenTree::Group(body)) if is_impl(piece) => {
                let methods: Vec<TokenTree> = body.stream().into_iter().collect();
                let of_trait = implements(piece, trait_name);
                pieces(&methods)
                    .into_iter()
                    .filter_map(|piece| function(piece, of_trait))
                    .collect()
            }
            _ => Vec::from_iter(function(piece, false)),
        })
        .collect()
}

/// `source` with these bytes blanked; lines keep their numbers.
pub(super) fn without(source: &str, part: &Part) -> String {
    let blank = |(at, c): (usize, char)| match c {
        '\n' => c,
        _ if part.bytes.contains(&at) => ' ',
        _ => c,
    };
    source.char_indices().map(blank).collect()
}

/// The type of the first `impl trait_name for Type`, where it is a plain name.
pub(super) fn implementor(source: &str, trait_name: &str) -> Option<String> {
    let tokens: Vec<TokenTree> = source.parse::<TokenStream>().ok()?.into_iter().collect();
    let found = pieces(&tokens)
        .into_iter()
        .find(|piece| is_impl(piece) && implements(piece, trait_name))?;
    let after = found.iter().position(|token| is_word(token, "for"))? + 1;
    match &found[after..] {
        [TokenTree::Ident(name), TokenTree::Group(_)] => Some(name.to_string()),
        _ => None,
    }
}

/// Items: each ends with a block or a semicolon.
fn pieces(tokens: &[TokenTree]) -> Vec<&[TokenTree]> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        let ends = match token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            _ => false,
        };
        if ends {
            pieces.push(&tokens[start..=at]);
            start = at + 1;
        }
    }
    pieces
}

fn function(piece: &[TokenTree], of_trait: bool) -> Option<Part> {
    let at = piece.iter().position(|token| is_word(token, "fn"))?;
    let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body)), Some(first)) =
        (piece.get(at + 1), piece.last(), piece.first())
    else {
        return None;
    };
    let (first, last) = (first.span(), body.span_close());
    Some(Part {
        name: name.to_string(),
        of_trait,
        lines: first.start().line..=last.end().line,
        bytes: first.byte_range().start..last.byte_range().end,
    })
}

fn is_impl(piece: &[TokenTree]) -> bool {
    let words = piece
        .iter()
        .filter(|token| matches!(token, TokenTree::Ident(_)));
    words.take(2).any(|token| is_word(token, "impl"))
}

/// Whether the last name before `for` is the trait's.
fn implements(piece: &[TokenTree], trait_name: &str) -> bool {
    let Some(end) = piece.iter().position(|token| is_word(token, "for")) else {
        return false;
    };
    let names = piece[..end].iter().rev();
    let mut names = names.filter(|token| matches!(token, TokenTree::Ident(_)));
    names.next().is_some_and(|name| is_word(name, trait_name))
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(name) if *name == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CELL: &str = "fn helper() -> u8 { 1 }\nstruct My;\nimpl labs::Jump for My {\n    /// Doc: é.\n    fn a(&self) -> u8 {\n        helper()\n    }\n    fn b(&self) {}\n}\nimpl My {\n    const N: u8 = { 1 };\n    pub(crate) fn c() {}\n}\n";

    #[test]
    fn functions_are_found_with_their_lines() {
        let found: Vec<_> = parts(CELL, "Jump")
            .into_iter()
            .map(|part| (part.name, part.of_trait, part.lines))
            .collect();
        let expected = [
            ("helper", false, 1..=1),
            ("a", true, 4..=7),
            ("b", true, 8..=8),
            ("c", false, 12..=12),
        ];
        assert_eq!(
            found,
            expected.map(|(name, of_trait, lines)| (name.to_owned(), of_trait, lines))
        );
    }

    #[test]
    fn one_is_left_out_and_the_others_stay_where_they_were() {
        let method = &parts(CELL, "Jump")[1];
        let left = without(CELL, method);
        assert_eq!(left.lines().count(), CELL.lines().count());
        assert!(!left.contains("fn a") && !left.contains("é"), "{left}");
        let names: Vec<_> = parts(&left, "Jump")
            .into_iter()
            .map(|p| (p.name, p.lines))
            .collect();
        assert_eq!(names[1], ("b".to_owned(), 8..=8));
    }

    #[test]
    fn the_type_is_named_by_the_impl() {
        assert_eq!(implementor(CELL, "Jump").as_deref(), Some("My"));
        assert_eq!(implementor(CELL, "Leap"), None);
        assert_eq!(implementor("impl Jump for a::B {}", "Jump"), None);
        assert_eq!(implementor("impl Jump for My {", "Jump"), None);
    }

    #[test]
    fn no_nesting_overflows_the_stack() {
        let deep = format!(
            "fn f() {{ {}{} }}",
            "(".repeat(100_000),
            ")".repeat(100_000)
        );
        assert_eq!(parts(&deep, "Jump").len(), 1);
    }

    /// A long run: `NOISEBOOK_FUZZ_MS=600000 cargo test -p grader parts`.
    #[test]
    fn any_source_keeps_its_lines() {
        const WORDS: [&str; 16] = [
            "fn", " a", "impl ", "Jump", " for ", "My", "{", "}", "(", ")", ";", "\n", "#[x]", "'",
            "\"é", "<",
        ];
        let asked = std::env::var("NOISEBOOK_FUZZ_MS").ok();
        let budget = asked.and_then(|ms| ms.parse().ok()).unwrap_or(500);
        arbtest::arbtest(|random| {
            let mut source = String::new();
            for _ in 0..random.int_in_range(0..=40)? {
                source += random.choose(&WORDS)?;
            }
            let cell = format!("{CELL}{source}");
            for text in [&source, &cell] {
                implementor(text, "Jump");
                for part in parts(text, "Jump") {
                    let left = without(text, &part);
                    assert_eq!(left.matches('\n').count(), text.matches('\n').count());
                    assert!(part.lines.start() <= part.lines.end());
                }
            }
            Ok(())
        })
        .budget_ms(budget);
    }
}
