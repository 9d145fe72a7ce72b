//! A cell as a flat list of tokens.

use proc_macro2::{TokenStream, TokenTree, token_stream};

/// One token; groups become their delimiters and what stands between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) text: String,
    pub(crate) line: usize,
    /// Number of groups around it. A delimiter is outside of its group.
    pub(crate) depth: usize,
    pub(crate) is_name: bool,
}

impl Token {
    pub(crate) fn is(&self, text: &str) -> bool {
        self.text == text
    }
}

/// The tokens of `source`; none if it has no tokens that fit together.
pub(crate) fn tokens(source: &str) -> Vec<Token> {
    let Ok(stream) = source.parse::<TokenStream>() else {
        return Vec::new();
    };
    let mut tokens = Vec::new();
    let mut open: Vec<(token_stream::IntoIter, Option<Token>)> = vec![(stream.into_iter(), None)];
    while let Some((stream, close)) = open.last_mut() {
        match stream.next() {
            Some(tree) => open.extend(push(tree, &mut tokens, open.len() - 1)),
            None => {
                tokens.extend(close.take());
                open.pop();
            }
        }
    }
    tokens
}

/// Adds one token, or the beginning of a group, whose inside and end are still to come.
fn push(
    tree: TokenTree,
    tokens: &mut Vec<Token>,
    depth: usize,
) -> Option<(token_stream::IntoIter, Option<Token>)> {
    let line = tree.span().start().line;
    let token = |text: &str, line, is_name| Token {
        text: text.into(),
        line,
        depth,
        is_name,
    };
    match tree {
        TokenTree::Group(group) => {
            let (open, close) = delimiters(group.delimiter());
            tokens.push(token(open, line, false));
            Some((
                group.stream().into_iter(),
                Some(token(close, group.span_close().start().line, false)),
            ))
        }
        TokenTree::Ident(name) => {
            let name = name.to_string();
            tokens.push(token(name.strip_prefix("r#").unwrap_or(&name), line, true));
            None
        }
        other => {
            tokens.push(token(&other.to_string(), line, false));
            None
        }
    }
}

fn delimiters(delimiter: proc_macro2::Delimiter) -> (&'static str, &'static str) {
    match delimiter {
        proc_macro2::Delimiter::Parenthesis => ("(", ")"),
        proc_macro2::Delimiter::Brace => ("{", "}"),
        proc_macro2::Delimiter::Bracket => ("[", "]"),
        proc_macro2::Delimiter::None => ("", ""),
    }
}
