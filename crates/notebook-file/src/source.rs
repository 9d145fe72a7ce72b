//! What a cell's source says, read lexically: it may be broken or hostile, so nothing is parsed recursively.

use std::cmp::Ordering;

use crate::model::Notebook;
use crate::tag::Role;

impl Notebook {
    /// The code of the setup cells without kernel directives: the prelude that every answer compiles with.
    pub fn setup_source(&self) -> String {
        let setup = self
            .code_cells()
            .filter(|code| code.cell.role() == Some(Role::Setup));
        let sources: Vec<_> = setup
            .map(|code| blank_directives(&code.cell.source))
            .collect();
        let lines = sources.iter().flat_map(|source| source.lines());
        lines
            .skip_while(|line| line.trim().is_empty())
            .map(|line| format!("{line}\n"))
            .collect()
    }
}

/// `source` with `\n` line ends and kernel directives (lines that start with `:`) emptied; line numbers stay.
pub fn blank_directives(source: &str) -> String {
    let source = source.replace("\r\n", "\n").replace('\r', "\n");
    let lines = source
        .split('\n')
        .map(|line| if line.starts_with(':') { "" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether two sources differ in white space at most.
pub fn same_code(a: &str, b: &str) -> bool {
    visible(a).eq(visible(b))
}

/// `source` without any white space: the form in which sources are compared.
pub(crate) fn squeezed(source: &str) -> String {
    visible(source).collect()
}

fn visible(source: &str) -> impl Iterator<Item = char> {
    source.chars().filter(|c| !c.is_whitespace())
}

pub(crate) fn is_blank(source: &str) -> bool {
    visible(source).next().is_none()
}

/// The trait of the first `impl <Trait> for …`, comments left out: `ForwardJump` for `impl labs::ForwardJump for X`.
pub fn implemented_trait(source: &str) -> Option<&str> {
    impls(source).next().map(|found| found.of)
}

/// An `impl <of> for <by>` line, both without paths and generics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Impl<'a> {
    pub of: &'a str,
    pub by: &'a str,
}

pub(crate) fn impls(source: &str) -> impl Iterator<Item = Impl<'_>> {
    source.lines().filter_map(|line| {
        let code = line.split("//").next().unwrap_or_default().trim_start();
        let (path, by) = code.strip_prefix("impl")?.split_once(" for ")?;
        let of = last_name(path)?;
        let by = last_name(by.split(['<', '{', ' ']).find(|part| !part.is_empty())?)?;
        Some(Impl { of, by })
    })
}

/// `labs::Jump` → `Jump`, `<B: Backend> Jump` → `Jump`.
fn last_name(path: &str) -> Option<&str> {
    let name = path.trim_end().rsplit([':', ' ', '>']).next()?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    is_name.then_some(name)
}

/// The non-blank lines of a source, sorted: what [`likeness`] compares.
pub(crate) fn sorted_lines(source: &str) -> Vec<&str> {
    let mut lines: Vec<_> = source
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    lines.sort_unstable();
    lines
}

/// Share of lines that two sources have in common, from 0 to 1 (Sørensen-Dice).
pub(crate) fn likeness(a: &[&str], b: &[&str]) -> f64 {
    let (mut i, mut j, mut common) = (0, 0, 0);
    while i < a.len() && j < b.len() {
        match a[i].cmp(b[j]) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
        }
    }
    2.0 * f64::from(common) / ((a.len() + b.len()).max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trait_is_named_by_the_impl_line() {
        assert_eq!(
            implemented_trait("struct A;\nimpl ForwardJump for A {"),
            Some("ForwardJump")
        );
        assert_eq!(
            implemented_trait("  impl labs::forward::ForwardJump for A {"),
            Some("ForwardJump")
        );
        assert_eq!(
            implemented_trait("impl<B: Backend> Jump for A<B> {"),
            Some("Jump")
        );
        assert_eq!(
            implemented_trait("// impl Jump for A\nimpl A {\nfor x in y {"),
            None
        );
        assert_eq!(
            impls("impl Jump for my::A{").next(),
            Some(Impl {
                of: "Jump",
                by: "A"
            })
        );
        assert_eq!(implemented_trait("let implant = 1; // for"), None);
    }

    #[test]
    fn directives_are_emptied_and_lines_keep_their_numbers() {
        assert_eq!(
            blank_directives(":dep x\r\nuse a;\r  :keep\n:q"),
            "\nuse a;\n  :keep\n"
        );
    }

    #[test]
    fn likeness_counts_common_lines() {
        let like = |a, b| likeness(&sorted_lines(a), &sorted_lines(b));
        assert_eq!(like("a\nb\n", " b\na"), 1.0);
        assert_eq!(like("a\nb", "a\nc"), 0.5);
        assert_eq!(like("", ""), 0.0);
    }

    #[test]
    fn same_code_looks_past_white_space() {
        assert!(same_code("a(1,\n 2)", "a( 1, 2 )"));
        assert!(!same_code("a(1)", "a(2)"));
    }
}
