//! The word at a cursor. Positions are counted in code points, as the protocol does.

/// What stands before a word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Before {
    /// Nothing that matters.
    Nothing,
    /// `receiver.`
    Dot(String),
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

fn before(chars: &[char]) -> Before {
    let name = |end: usize| -> String { chars[word_start(chars, end)..end].iter().collect() };
    match chars {
        [.., '.', '.'] => Before::Nothing,
        [rest @ .., '.'] => Before::Dot(name(rest.len())),
        [rest @ .., ':', ':'] => Before::Path(name(without_generics(rest))),
        _ => Before::Nothing,
    }
}

/// End of `Tensor` in `Tensor::<2>` and in `Tensor<2>`.
fn without_generics(chars: &[char]) -> usize {
    let mut depth = 0;
    for (i, c) in chars.iter().enumerate().rev() {
        match c {
            '>' => depth += 1,
            '<' if depth == 1 => {
                return if chars[..i].ends_with(&[':', ':']) {
                    i - 2
                } else {
                    i
                };
            }
            '<' => depth -= 1,
            _ if depth == 0 => break,
            _ => {}
        }
    }
    chars.len()
}

fn word_start(chars: &[char], end: usize) -> usize {
    end - chars[..end]
        .iter()
        .rev()
        .take_while(|c| is_part(**c))
        .count()
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_code_points() {
        let word = word("let ä = größe.le", 16);
        assert_eq!(
            (word.prefix.as_str(), word.start, word.cursor),
            ("le", 14, 16)
        );
        assert_eq!(word.before, Before::Dot("größe".into()));
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
        let head = |code: &str| word(code, usize::MAX).before;
        assert_eq!(head("Tensor::<2>::ze"), Before::Path("Tensor".into()));
        assert_eq!(head("Vec::"), Before::Path("Vec".into()));
        assert_eq!(head("0..n"), Before::Nothing);
        assert_eq!(head("f(x).ab"), Before::Dot(String::new()));
    }
}
