//! Docs as they are shown: no links that lead nowhere, no lines that rustdoc hides.

/// Cleans a text; a `brief` one ends before its second section.
pub(super) fn clean(docs: &str, brief: bool) -> String {
    let mut out = String::new();
    let mut end = "```";
    let mut fence: Option<&str> = None;
    for line in docs.lines() {
        let bare = line.trim_start();
        match fence {
            Some(mark) if bare.starts_with(mark) => {
                fence = None;
                out += if end == FORMULA { end } else { line };
            }
            Some(_) if bare == "#" || bare.starts_with("# ") => continue,
            Some(_) => out += line.strip_prefix("##").map_or(line, |_| &line[1..]),
            None if bare.starts_with("```") => {
                fence = Some("```");
                let opened = opened(line);
                end = if opened == FORMULA { FORMULA } else { "```" };
                out += &opened;
            }
            // Headings are rustdoc's own: what an item is comes first, then examples, errors, panics.
            None if brief && bare.starts_with("# ") => break,
            // A definition of a link.
            None if bare.starts_with('[') && bare.contains("]: ") => continue,
            None => out += &without_links(line),
        }
        out.push('\n');
    }
    out.trim().to_owned()
}

/// What stands around formulas where Markdown is shown.
const FORMULA: &str = "$$";

/// Rust is what a block is in when it does not say so.
fn opened(line: &str) -> String {
    let (indent, rest) = line.split_at(line.len() - line.trim_start().len());
    let words = rest.trim_start_matches('`').split([',', ' ']);
    let other = words.into_iter().find(|word| {
        !matches!(
            *word,
            "" | "rust"
                | "no_run"
                | "ignore"
                | "should_panic"
                | "compile_fail"
                | "edition2021"
                | "edition2024"
        )
    });
    match other {
        Some("math") => FORMULA.to_owned(),
        other => format!("{indent}```{}", other.unwrap_or("rust")),
    }
}

/// `[text](Path)` and `[text]` become `text`; addresses stay.
fn without_links(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('[') {
        let Some(length) = rest[start..].find(']') else {
            break;
        };
        let (text, after) = (
            &rest[start + 1..start + length],
            &rest[start + length + 1..],
        );
        let target = target(after);
        let address = target.is_some_and(|target| target.contains("://"));
        out += &rest[..start];
        let link = text.starts_with('`') && text.ends_with('`') && text.len() > 1;
        let code = start > 0 && rest[..start].matches('`').count() % 2 == 1;
        match target {
            _ if code || address => {
                out += &rest[start..=start + length];
                rest = after;
                continue;
            }
            Some(target) => {
                out += text;
                rest = &after[target.len() + 2..];
            }
            None if link => {
                out += text;
                rest = after;
            }
            None => {
                out += &rest[start..=start + length];
                rest = after;
            }
        }
    }
    out + rest
}

/// What stands in `(…)` or `[…]` right after a link's text.
fn target(after: &str) -> Option<&str> {
    let close = match after.chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    after[1..].split_once(close).map(|(target, _)| target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_lines_and_links_go() {
        let docs = "Like [`select`](Tensor::select), see [the book](https://x.y) and [`Vec`].\n\n```no_run\n# use a::b;\nlet x = [1](2);\n```\n[`Vec`]: std::vec::Vec";
        let shown = "Like `select`, see [the book](https://x.y) and `Vec`.\n\n```rust\nlet x = [1](2);\n```";
        assert_eq!(clean(docs, false), shown);
    }

    #[test]
    fn brief_docs_end_before_the_examples() {
        assert_eq!(
            clean("Adds.\n\nMore.\n\n# Examples\n\nx", true),
            "Adds.\n\nMore."
        );
    }

    #[test]
    fn formulas_are_set() {
        let docs = "```math\nC = AB\n```\n```\nx\n```";
        assert_eq!(clean(docs, false), "$$\nC = AB\n$$\n```rust\nx\n```");
    }

    #[test]
    fn shapes_are_no_links() {
        let docs = "`[n, 1, 28, 28]` in [-1, 1], a `[batch][time]`";
        assert_eq!(clean(docs, false), docs);
    }
}
