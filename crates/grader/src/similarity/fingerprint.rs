//! Text to fingerprints.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::RangeInclusive;

use crate::policy::{Token, tokens};

/// Tokens in a run: what is shorter is not compared.
pub const RUN: usize = 18;
/// Of so many runs in a row at least one is kept: a common text of `RUN + WINDOW - 1` tokens is always seen.
pub const WINDOW: usize = 8;

/// Hashes with the lines that they stand for.
pub(super) type Fingerprints = BTreeMap<u64, RangeInclusive<usize>>;

/// A run of tokens.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) hash: u64,
    lines: RangeInclusive<usize>,
}

/// The fingerprints of a source.
pub(super) fn fingerprints(source: &str) -> Fingerprints {
    let runs = runs(source);
    let windows = runs.windows(WINDOW.min(runs.len()).max(1));
    let least = windows.filter_map(|window| window.iter().rev().min_by_key(|run| run.hash));
    least.map(|run| (run.hash, run.lines.clone())).collect()
}

/// Every run of [`RUN`] tokens of a source.
pub(super) fn runs(source: &str) -> Vec<Run> {
    let tokens = tokens(source);
    let run = |run: &[Token]| {
        let mut hasher = DefaultHasher::new();
        run.iter()
            .for_each(|token| nameless(token).hash(&mut hasher));
        Run {
            hash: hasher.finish(),
            lines: run[0].line..=run[RUN - 1].line,
        }
    };
    tokens.windows(RUN).map(run).collect()
}

/// A token without what a copyist changes first.
fn nameless(token: &Token) -> &str {
    const KEYWORDS: [&str; 20] = [
        "as", "break", "const", "else", "enum", "fn", "for", "if", "impl", "in", "let", "loop",
        "match", "mut", "return", "self", "struct", "trait", "use", "while",
    ];
    let text = token.text.as_str();
    let first = text.chars().next().unwrap_or(' ');
    match () {
        () if token.is_name && !KEYWORDS.contains(&text) => "name",
        () if first.is_ascii_digit() || first == '"' => "literal",
        () => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOOP: &str = "fn walk(xs: &[f64]) -> f64 {\n    let mut sum = 0.0;\n    for x in xs {\n        sum += x * x - 1.0;\n    }\n    sum.sqrt()\n}\n";

    #[test]
    fn names_spaces_and_comments_do_not_count() {
        let other = "// mine!\nfn go(items: &[f64]) -> f64 { let mut total = 7.5; for item in items { total += item * item - 3.0; } total.sqrt() }";
        let keys = |text| fingerprints(text).into_keys().collect::<Vec<_>>();
        assert_eq!(keys(LOOP), keys(other));
        assert_ne!(keys(LOOP), keys(&LOOP.replace('*', "+")));
    }

    #[test]
    fn a_long_common_text_is_always_seen() {
        let around = |before: &str| fingerprints(&format!("{before}\n{LOOP}"));
        let (a, b) = (
            around("struct A(u8);"),
            around("enum B { C, D } const E: u8 = 1;"),
        );
        assert!(a.keys().any(|hash| b.contains_key(hash)));
        assert!(a.values().all(|lines| *lines.end() <= 8));
    }

    #[test]
    fn what_is_shorter_than_a_run_has_none() {
        assert!(fingerprints("let x = 1;").is_empty() && fingerprints("").is_empty());
    }
}
