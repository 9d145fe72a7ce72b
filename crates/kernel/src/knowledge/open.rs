//! What a text leaves open at its end: delimiters, strings, comments.

/// How the delimiters of a text stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Delimiters {
    /// Each is closed.
    Balanced,
    /// So many are open at the end.
    Open(usize),
    /// A string or a comment is open at the end.
    OpenText,
    /// One is closed that is not open.
    Wrong,
}

/// Brackets inside of brackets, at most: the parser recurses.
const DEEPEST: usize = 64;

/// Whether a text nests no deeper than the parser should follow. Angle brackets count, arrows and comparisons hardly do.
pub(crate) fn is_shallow(text: &str) -> bool {
    let mut depth = 0_usize;
    text.bytes().all(|byte| {
        match byte {
            b'(' | b'[' | b'{' | b'<' => depth += 1,
            b')' | b']' | b'}' | b'>' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth <= DEEPEST
    })
}

/// Looks through a text as Rust's lexer would.
pub(crate) fn delimiters(text: &str) -> Delimiters {
    match scan(text) {
        Ok(open) if open.is_empty() => Delimiters::Balanced,
        Ok(open) => Delimiters::Open(open.len()),
        Err(problem) => problem,
    }
}

/// What is open at the end of a text: where, in bytes, and what closes it. `None` inside of strings and comments, and for a
/// text that closes what is not open.
pub(crate) fn unclosed(text: &str) -> Option<Vec<(usize, char)>> {
    let open = scan(text).ok()?;
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    Some(open.into_iter().map(|(at, c)| (bytes[at], c)).collect())
}

/// What is open at the end: where, in characters, and what closes it.
fn scan(text: &str) -> Result<Vec<(usize, char)>, Delimiters> {
    let chars: Vec<char> = text.chars().collect();
    let mut stack: Vec<(usize, char)> = vec![];
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        match skip(&chars, at) {
            Skip::To(next) => {
                at = next;
                continue;
            }
            Skip::End => return Err(Delimiters::OpenText),
            Skip::Nothing => {}
        }
        match c {
            '(' => stack.push((at, ')')),
            '[' => stack.push((at, ']')),
            '{' => stack.push((at, '}')),
            ')' | ']' | '}' if stack.pop().map(|(_, close)| close) != Some(*c) => {
                return Err(Delimiters::Wrong);
            }
            _ => {}
        }
        at += 1;
    }
    Ok(stack)
}

enum Skip {
    Nothing,
    To(usize),
    End,
}

/// Over a comment, string or character that starts at `at`.
fn skip(chars: &[char], at: usize) -> Skip {
    let rest = &chars[at..];
    let word_before = at > 0 && (chars[at - 1].is_alphanumeric() || chars[at - 1] == '_');
    match rest {
        ['/', '/', ..] => to(
            rest.iter().position(|c| *c == '\n').or(Some(rest.len())),
            at,
        ),
        ['/', '*', ..] => to(comment(rest), at),
        ['"', ..] => to(string(rest), at),
        ['r', '"' | '#', ..] if !word_before => raw(rest, 1, at),
        ['b' | 'c', 'r', '"' | '#', ..] if !word_before => raw(rest, 2, at),
        // A lifetime has no second quote.
        ['\'', '\\', _, ..] => to(
            rest[3..].iter().position(|c| *c == '\'').map(|end| end + 4),
            at,
        ),
        ['\'', _, '\'', ..] => Skip::To(at + 3),
        _ => Skip::Nothing,
    }
}

fn to(length: Option<usize>, at: usize) -> Skip {
    length.map_or(Skip::End, |length| Skip::To(at + length))
}

fn string(rest: &[char]) -> Option<usize> {
    let mut at = 1;
    loop {
        match rest.get(at)? {
            '\\' => at += 2,
            '"' => return Some(at + 1),
            _ => at += 1,
        }
    }
}

/// `r#name` is a name.
fn raw(rest: &[char], letters: usize, at: usize) -> Skip {
    let hashes = rest[letters..].iter().take_while(|c| **c == '#').count();
    let start = letters + hashes + 1;
    if rest.get(start - 1) != Some(&'"') {
        return Skip::Nothing;
    }
    let closes = |end: &usize| {
        rest[*end] == '"'
            && rest[end + 1..]
                .iter()
                .take(hashes)
                .filter(|c| **c == '#')
                .count()
                == hashes
    };
    to(
        (start..rest.len()).find(closes).map(|end| end + 1 + hashes),
        at,
    )
}

/// Comments nest.
fn comment(rest: &[char]) -> Option<usize> {
    let mut depth = 0;
    let mut at = 0;
    loop {
        match rest.get(at..)? {
            ['/', '*', ..] => (depth, at) = (depth + 1, at + 2),
            ['*', '/', ..] if depth == 1 => return Some(at + 2),
            ['*', '/', ..] => (depth, at) = (depth - 1, at + 2),
            [] => return None,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_delimiters_are_counted() {
        assert_eq!(delimiters("fn f() { g(1"), Delimiters::Open(2));
        assert_eq!(delimiters("let x = [1, 2];"), Delimiters::Balanced);
        assert_eq!(delimiters("f(1]"), Delimiters::Wrong);
        assert_eq!(delimiters("}"), Delimiters::Wrong);
    }

    #[test]
    fn texts_comments_and_characters_hide_delimiters() {
        for text in [
            "\"{\"",
            "\"\\\"{\"",
            "r#\"{\"{\"#",
            "'{'",
            "'\\u{7b}'",
            "'\\''",
            "// {",
            "/* { /* { */ */",
            "br\"{\"",
        ] {
            assert_eq!(delimiters(text), Delimiters::Balanced, "{text}");
        }
        for text in ["\"a", "/* /* */", "r#\"a\""] {
            assert_eq!(delimiters(text), Delimiters::OpenText, "{text}");
        }
    }

    #[test]
    fn lifetimes_and_raw_names_are_no_texts() {
        assert_eq!(delimiters("fn f<'a>(x: &'a str) {"), Delimiters::Open(1));
        assert_eq!(delimiters("let r#type = {"), Delimiters::Open(1));
    }
}
