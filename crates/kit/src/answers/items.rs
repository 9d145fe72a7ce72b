use proc_macro2::Span;
use syn::parse::Parser;
use syn::spanned::Spanned;
use syn::{Block, Stmt};

/// The items of a cell (imports, functions, types, implementations) with all else blanked, so that line numbers stay.
///
/// Statements of a cell have no place in a crate's root, and kernel commands such as `:dep` are no Rust. A cell that does
/// not parse comes back whole but for commands: the compiler says best what is wrong with it.
pub fn items_only(cell: &str) -> String {
    let rust = without_commands(cell);
    match Block::parse_within.parse_str(&rust) {
        Ok(statements) => keep(&rust, statements.iter().filter_map(item_span)),
        Err(_) => rust,
    }
}

fn item_span(statement: &Stmt) -> Option<Span> {
    match statement {
        Stmt::Item(item) => Some(item.span()),
        _ => None,
    }
}

/// A kernel command is a line that starts with a colon and a word.
fn without_commands(cell: &str) -> String {
    let is_command = |line: &str| {
        let mut chars = line.chars();
        chars.next() == Some(':') && chars.next().is_some_and(|c| c.is_ascii_lowercase())
    };
    cell.split_inclusive('\n')
        .map(|line| if is_command(line) { "\n" } else { line })
        .collect()
}

fn keep(text: &str, spans: impl Iterator<Item = Span>) -> String {
    let kept: Vec<_> = spans.map(|span| span.byte_range()).collect();
    let blank = |(at, c): (usize, char)| {
        if c == '\n' || kept.iter().any(|range| range.contains(&at)) {
            c
        } else {
            ' '
        }
    };
    text.char_indices().map(blank).collect()
}

#[cfg(test)]
mod tests {
    use super::items_only;

    #[test]
    fn statements_are_blanked_and_lines_stay() {
        let cell =
            ":dep x = \"1\"\nuse a::b;\nlet é = 1;\n/// Doc.\nfn f() {\n    1;\n}\ncheck(&My)";
        let items = items_only(cell);
        assert_eq!(
            items.lines().map(str::trim_end).collect::<Vec<_>>()[..4],
            ["", "use a::b;", "", "/// Doc."]
        );
        assert!(items.contains("fn f() {\n    1;\n}"));
        assert!(!items.contains("let") && !items.contains("check"));
    }

    #[test]
    fn what_does_not_parse_stays() {
        assert_eq!(items_only("fn f( {"), "fn f( {");
    }
}
