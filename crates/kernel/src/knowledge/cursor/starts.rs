//! Where something starts that ends at a cursor: words, paths, expressions.

/// Where the expression starts whose dot comes next: names, calls, indices, literals.
pub(super) fn expression_start(chars: &[char]) -> usize {
    let mut at = chars.len();
    loop {
        let blank = chars[..at]
            .iter()
            .rev()
            .take_while(|c| c.is_whitespace())
            .count();
        let next = match chars[..at - blank] {
            [.., ')' | ']'] => opened(chars, at - blank),
            [.., '?'] => Some(at - blank - 1),
            [.., '"'] => return quoted(chars, at - blank).unwrap_or(at),
            [.., '>'] => angle(chars, at - blank),
            [.., c] if is_part(c) || c == '!' => {
                let end = at - blank - usize::from(c == '!');
                let start = word_start(chars, end);
                match chars[..start] {
                    [.., ':', ':'] => Some(start - 2),
                    [.., '.', '.'] => return start,
                    [.., '.'] => Some(start - 1),
                    // After a call chain over lines.
                    [.., c] if c.is_whitespace() => {
                        let gap = chars[..start]
                            .iter()
                            .rev()
                            .take_while(|c| c.is_whitespace())
                            .count();
                        match chars[..start - gap] {
                            [.., '.'] if !chars[..start - gap].ends_with(&['.', '.']) => {
                                Some(start - gap - 1)
                            }
                            _ => return start,
                        }
                    }
                    _ => return start,
                }
            }
            _ => None,
        };
        match next {
            Some(next) if next < at => at = next,
            _ => return at,
        }
    }
}

/// Where the bracket opens that ends before `end`.
fn opened(chars: &[char], end: usize) -> Option<usize> {
    let mut depth = 0;
    let mut at = end;
    while at > 0 {
        at -= 1;
        match chars[at] {
            ')' | ']' | '}' => depth += 1,
            '(' | '[' | '{' if depth == 1 => return Some(at),
            '(' | '[' | '{' => depth -= 1,
            '"' => at = quoted(chars, at + 1)?,
            _ => {}
        }
    }
    None
}

/// Where the text starts whose last quote is before `end`.
fn quoted(chars: &[char], end: usize) -> Option<usize> {
    (0..end - 1)
        .rev()
        .find(|at| chars[*at] == '"' && (*at == 0 || chars[at - 1] != '\\'))
}

/// Where `::<` of a turbofish starts.
fn angle(chars: &[char], end: usize) -> Option<usize> {
    let mut depth = 0;
    for at in (0..end).rev() {
        match chars[at] {
            '>' if at > 0 && chars[at - 1] == '-' => {}
            '>' => depth += 1,
            '<' if depth == 1 => return chars[..at].ends_with(&[':', ':']).then(|| at - 2),
            '<' => depth -= 1,
            ';' | '=' => return None,
            _ => {}
        }
    }
    None
}

/// Where the path starts whose `::` comes next: names, and generics with or without `::`.
pub(super) fn path_start(chars: &[char]) -> usize {
    let mut at = chars.len();
    loop {
        match chars[..at] {
            [.., '>'] => {
                let mut depth = 0;
                let Some(start) = (0..at).rev().find(|i| {
                    depth += i32::from(chars[*i] == '>') - i32::from(chars[*i] == '<');
                    depth == 0
                }) else {
                    return at;
                };
                at = start;
                if chars[..at].ends_with(&[':', ':']) {
                    at -= 2;
                }
            }
            [.., c] if is_part(c) => {
                at = word_start(chars, at);
                match chars[..at] {
                    [.., ':', ':'] => at -= 2,
                    _ => return at,
                }
            }
            _ => return at,
        }
    }
}

/// Where the word starts that ends before `end`.
pub(super) fn word_start(chars: &[char], end: usize) -> usize {
    end - chars[..end]
        .iter()
        .rev()
        .take_while(|c| is_part(**c))
        .count()
}

/// Whether names may have it.
pub(super) fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
