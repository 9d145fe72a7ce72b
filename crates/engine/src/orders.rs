//! What of a cell is not for the parser: lines for other kernels, and nesting that would overflow its stack.

/// Brackets inside of brackets, at most: the parser recurses, on the stack of whoever calls it.
const DEEPEST: usize = 128;

/// Whether a text nests deeper than the parser should follow.
pub fn is_too_deep(text: &str) -> bool {
    depth(text) > DEEPEST
}

/// A text without lines such as `:dep …` and `#![…]`, blanked out, and these lines.
pub fn without_orders(source: &str) -> (String, Vec<String>) {
    let mut orders = vec![];
    let mut blank = |line: &str| {
        let order = line
            .strip_prefix(':')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '?'));
        let attribute = line.trim_start().starts_with("#![") && line.trim_end().ends_with(']');
        if order {
            orders.push(line.trim_end().to_owned());
        }
        if order || attribute {
            " ".repeat(line.len())
        } else {
            line.to_owned()
        }
    };
    let text = source
        .split('\n')
        .map(&mut blank)
        .collect::<Vec<_>>()
        .join("\n");
    (text, orders)
}

/// How deep brackets stand inside of brackets, those of strings and comments included.
fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}
