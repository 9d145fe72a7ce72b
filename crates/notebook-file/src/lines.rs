//! Lines as Python's `str.splitlines(True)` cuts them: the way Jupyter stores sources.

/// The lines of `text`, each with its ending.
pub(crate) fn split(text: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = rest.split_at(first_line(rest));
        lines.push(line);
        rest = after;
    }
    lines
}

fn first_line(text: &str) -> usize {
    match text.char_indices().find(|(_, c)| is_line_end(*c)) {
        Some((at, '\r')) if text[at..].starts_with("\r\n") => at + 2,
        Some((at, end)) => at + end.len_utf8(),
        None => text.len(),
    }
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn lines_end_where_python_ends_them() {
        assert_eq!(
            split("a\nb\r\nc\rd\u{2028}e\x0bf"),
            ["a\n", "b\r\n", "c\r", "d\u{2028}", "e\x0b", "f"]
        );
        assert_eq!(split("a\n"), ["a\n"]);
        assert_eq!(split("\n\n"), ["\n", "\n"]);
        assert!(split("").is_empty());
    }
}
