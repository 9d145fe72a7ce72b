use std::ops::Range;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// The items of a cell (imports, functions, types, implementations) with all else blanked, so that line numbers stay.
///
/// Statements of a cell have no place in a crate's root. A cell whose brackets do not match comes back whole: the
/// compiler says best what is wrong with it. Only the outermost tokens are read, so no depth of brackets overflows the stack.
pub fn items_only(cell: &str) -> String {
    match cell.parse::<TokenStream>() {
        Ok(tokens) => keep(cell, &items(&tokens.into_iter().collect::<Vec<_>>())),
        Err(_) => cell.to_owned(),
    }
}

fn keep(text: &str, kept: &[Range<usize>]) -> String {
    let blank = |(at, c): (usize, char)| {
        let stays = c == '\n' || kept.iter().any(|range| range.contains(&at));
        if stays { c } else { ' ' }
    };
    text.char_indices().map(blank).collect()
}

/// Where an item or a statement ends.
#[derive(Clone, Copy, PartialEq)]
enum Ends {
    Semicolon,
    BodyOrSemicolon,
    /// A statement; after a block without semicolon the next item begins.
    Statement,
}

/// The bytes of each item.
fn items(tokens: &[TokenTree]) -> Vec<Range<usize>> {
    let (mut kept, mut at) = (Vec::new(), 0);
    while at < tokens.len() {
        let head = at + attributes(&tokens[at..]);
        let ends = ends(&tokens[head..]);
        let end = (head + length(&tokens[head..], ends)).max(at + 1);
        if ends != Ends::Statement && end <= tokens.len() {
            kept.push(bytes(&tokens[at]).start..bytes(&tokens[end - 1]).end);
        }
        at = end;
    }
    kept
}

fn bytes(token: &TokenTree) -> Range<usize> {
    token.span().byte_range()
}

/// How many tokens are attributes and doc comments.
fn attributes(tokens: &[TokenTree]) -> usize {
    let pairs = tokens.chunks_exact(2);
    2 * pairs
        .take_while(|pair| is_punct(&pair[0], '#') && is_group(&pair[1], Delimiter::Bracket))
        .count()
}

/// What begins here, by the first word that decides it.
fn ends(tokens: &[TokenTree]) -> Ends {
    for (i, token) in tokens.iter().enumerate() {
        let next_is_block = tokens
            .get(i + 1)
            .is_some_and(|next| is_group(next, Delimiter::Brace));
        match token.to_string().as_str() {
            "use" | "type" | "static" => return Ends::Semicolon,
            "fn" | "impl" | "trait" | "mod" | "enum" | "struct" | "union" => {
                return Ends::BodyOrSemicolon;
            }
            "macro_rules" | "thread_local" => return Ends::BodyOrSemicolon,
            "const" if !next_is_block && !is_function(&tokens[i + 1..]) => return Ends::Semicolon,
            "extern" => return Ends::BodyOrSemicolon,
            "unsafe" | "async" | "const" if !next_is_block => {}
            "pub" => {}
            _ if i > 0 && is_group(token, Delimiter::Parenthesis) => {}
            _ => return Ends::Statement,
        }
    }
    Ends::Statement
}

/// Whether qualifiers lead to `fn`.
fn is_function(tokens: &[TokenTree]) -> bool {
    let words = tokens.iter().map(ToString::to_string);
    words
        .take(3)
        .take_while(|word| ["unsafe", "async", "extern", "fn"].contains(&word.as_str()))
        .any(|word| word == "fn")
}

fn length(tokens: &[TokenTree], ends: Ends) -> usize {
    let stop = (0..tokens.len()).find(|&i| is_punct(&tokens[i], ';') || stops(tokens, i, ends));
    stop.map_or(tokens.len(), |i| i + 1)
}

fn stops(tokens: &[TokenTree], i: usize, ends: Ends) -> bool {
    let block = is_group(&tokens[i], Delimiter::Brace);
    match ends {
        Ends::Semicolon => false,
        // After `<` or `,` a block is an argument of a generic type.
        Ends::BodyOrSemicolon => {
            block && !(i > 0 && (is_punct(&tokens[i - 1], '<') || is_punct(&tokens[i - 1], ',')))
        }
        Ends::Statement => block && begins_item(&tokens[i + 1..]),
    }
}

fn begins_item(tokens: &[TokenTree]) -> bool {
    let head = attributes(tokens);
    head > 0 || ends(&tokens[head..]) != Ends::Statement
}

fn is_punct(token: &TokenTree, c: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == c)
}

fn is_group(token: &TokenTree, delimiter: Delimiter) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter)
}

#[cfg(test)]
mod tests {
    use super::items_only;

    fn kept(cell: &str) -> String {
        items_only(cell)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn statements_are_blanked_and_lines_stay() {
        let cell = "use a::{b, c};\nlet é = 1;\n/// Doc.\nfn f() {\n    1;\n}\ncheck(&My)";
        let expected = "use a::{b, c};\n          \n/// Doc.\nfn f() {\n    1;\n}\n          ";
        assert_eq!(items_only(cell), expected);
    }

    #[test]
    fn every_kind_of_item_is_kept() {
        for item in [
            "pub(crate) const fn f() -> u8 { 1 }",
            "const N: usize = { 3 };",
            "pub struct A(u8);",
            "#[derive(Debug)] struct B { x: u8 }",
            "impl A<{ 3 }> for B { }",
            "unsafe extern \"C\" { }",
            "macro_rules! m { () => {} }",
            "static S: [u8; 2] = [1, 2];",
            "async fn g() {}",
            "type T = fn(u8) -> u8;",
        ] {
            let cell = format!(
                "x += 1; {item} if x {{ 1 }} else {{ 2 }} {item} unsafe {{ f() }} {item} y"
            );
            assert_eq!(kept(&cell), [item; 3].join(" "));
        }
    }

    #[test]
    fn unmatched_brackets_stay() {
        assert_eq!(items_only("fn f( {"), "fn f( {");
    }

    #[test]
    fn deep_brackets_do_not_overflow_the_stack() {
        let deep = format!(
            "fn f() {{ {}{} }}",
            "(".repeat(200_000),
            ")".repeat(200_000)
        );
        assert_eq!(items_only(&deep), deep);
    }
}
