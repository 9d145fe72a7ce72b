//! The word at a cursor and what stands before it. Positions are counted in code points, as the protocol does.

mod starts;

use starts::{expression_start, is_part, path_start, word_start};

/// What stands before a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Before {
    /// Nothing that matters.
    Nothing,
    /// `receiver.`: the expression, and where it starts.
    Dot(String, usize),
    /// `path::`
    Path(String),
}

/// A word and its surroundings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// The part before the cursor.
    pub(crate) prefix: String,
    /// The whole word.
    pub(crate) whole: String,
    /// Where it starts.
    pub(crate) start: usize,
    /// Where the cursor is, inside the text.
    pub(crate) cursor: usize,
    pub(crate) before: Before,
}

/// The word at `cursor`; empty between words.
pub(crate) fn word(code: &str, cursor: usize) -> Word {
    let chars: Vec<char> = code.chars().collect();
    let cursor = cursor.min(chars.len());
    let start = word_start(&chars, cursor);
    let end = cursor + chars[cursor..].iter().take_while(|c| is_part(**c)).count();
    Word {
        prefix: chars[start..cursor].iter().collect(),
        whole: chars[start..end].iter().collect(),
        start,
        cursor,
        before: before(&chars[..start]),
    }
}

/// The function whose arguments the cursor is among: where its name ends.
pub(crate) fn callee(code: &str, cursor: usize) -> Option<usize> {
    let chars: Vec<char> = code.chars().collect();
    let mut depth = 0;
    for at in (0..cursor.min(chars.len())).rev() {
        match chars[at] {
            ')' | ']' | '}' => depth += 1,
            '(' | '[' | '{' if depth > 0 => depth -= 1,
            '(' => {
                return (at > 0 && (is_part(chars[at - 1]) || chars[at - 1] == '!')).then_some(at);
            }
            '[' | '{' => return None,
            _ => {}
        }
    }
    None
}

fn before(chars: &[char]) -> Before {
    let trimmed = trimmed(chars);
    match trimmed {
        [.., '.', '.'] => Before::Nothing,
        [rest @ .., '.'] => {
            let start = expression_start(rest);
            let end = trimmed.len() - 1;
            Before::Dot(text(&chars[start..end]), start)
        }
        [rest @ .., ':', ':'] => Before::Path(text(&rest[path_start(rest)..])),
        _ => group(chars).map_or(Before::Nothing, Before::Path),
    }
}

/// `std::fs` in `use std::{io, fs::{`.
fn group(chars: &[char]) -> Option<String> {
    let line = text(chars);
    let start = line.rfind("use ").filter(|at| !line[*at..].contains(';'))?;
    let boundary = line[..start].trim_end_matches([' ', '\t']);
    if !(boundary.is_empty() || boundary.ends_with(['\n', ';', '}'])) {
        return None;
    }
    let mut open = vec![];
    let mut path = String::new();
    for c in line[start + "use ".len()..].chars() {
        match c {
            '{' => open.push(std::mem::take(&mut path)),
            '}' => path = open.pop().map(|_| String::new())?,
            ',' => path.clear(),
            c if c.is_whitespace() => {}
            c => path.push(c),
        }
    }
    (!open.is_empty()).then(|| open.concat().trim_end_matches(':').to_owned())
}

fn trimmed(chars: &[char]) -> &[char] {
    let blank = chars.iter().rev().take_while(|c| c.is_whitespace()).count();
    let shorter = &chars[..chars.len() - blank];
    // A call chain may go over lines; a word after white space is a new one.
    if shorter.ends_with(&['.']) {
        shorter
    } else {
        chars
    }
}

fn text(chars: &[char]) -> String {
    chars.iter().collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(code: &str) -> String {
        match word(code, usize::MAX).before {
            Before::Nothing => "nothing".to_owned(),
            Before::Dot(text, _) => format!("dot {text}"),
            Before::Path(text) => format!("path {text}"),
        }
    }

    #[test]
    fn words_are_counted_in_code_points() {
        let word = word("let ä = größe.le", 16);
        assert_eq!(
            (word.prefix.as_str(), word.start, word.cursor),
            ("le", 14, 16)
        );
        assert_eq!(word.before, Before::Dot("größe".into(), 8));
    }

    #[test]
    fn the_whole_word_reaches_past_the_cursor() {
        let word = word("tensor", 3);
        assert_eq!(
            (word.prefix.as_str(), word.whole.as_str()),
            ("ten", "tensor")
        );
    }

    #[test]
    fn paths_may_have_generics() {
        for (code, expected) in [
            ("Tensor::<2>::ze", "path Tensor::<2>"),
            ("let x: Vec<f64> = Vec::", "path Vec"),
            (
                "HashMap<String, Vec<u8>>::n",
                "path HashMap<String, Vec<u8>>",
            ),
            ("f(std::fs::", "path std::fs"),
            ("0..n", "nothing"),
        ] {
            assert_eq!(head(code), expected, "{code}");
        }
    }

    #[test]
    fn receivers_are_whole_expressions() {
        for (code, expected) in [
            ("let y = f(x, g(1)).ab", "dot f(x, g(1))"),
            ("a + b.c[2].d", "dot b.c[2]"),
            (
                "Tensor::<2>::zeros([2, 2], &d).m",
                "dot Tensor::<2>::zeros([2, 2], &d)",
            ),
            (
                "v.iter().collect::<Vec<_>>().l",
                "dot v.iter().collect::<Vec<_>>()",
            ),
            ("f(\"a) \\\" b\").x", "dot f(\"a) \\\" b\")"),
            ("vec![1, 2].", "dot vec![1, 2]"),
            ("read()?.x", "dot read()?"),
            ("let z = x\n    .clone()\n    .m", "dot x\n    .clone()"),
            ("if x.", "dot x"),
            ("\"text\".", "dot \"text\""),
        ] {
            assert_eq!(head(code), expected, "{code}");
        }
    }

    #[test]
    fn groups_of_a_use_line_have_a_path() {
        assert_eq!(head("use std::{io, fs::{Fi"), "path std::fs");
        assert_eq!(head("use std::{io::{self}, f"), "path std");
        assert_eq!(head("use st"), "nothing");
    }

    #[test]
    fn the_call_around_the_cursor_is_found() {
        assert_eq!(callee("let x = f(a, (1), ", 18), Some(9));
        assert_eq!(callee("(1, ", 4), None);
    }
}
