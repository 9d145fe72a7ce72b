//! Generated source, and where each of its lines came from.

mod places;

use std::ops::Range;

/// Source text that remembers which lines are the reader's.
#[derive(Debug, Default)]
pub struct Generated {
    /// The text.
    pub text: String,
    lines: Vec<Origin>,
}

/// Where a line of generated source came from.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// Ours, and before everything else: see [`crate::root`].
    Root,
    /// Ours.
    Glue,
    /// Ours, and about this variable.
    Variable(String),
    /// An import of an earlier cell: the whole line.
    Import(String),
    /// The reader's: bytes from `start` of cell `cell`; inserted text stands at the given (byte in line, length) places.
    Cell {
        /// The execution count of the cell.
        cell: usize,
        /// Byte of the cell's text where this line begins.
        start: usize,
        /// What was put into the line.
        inserted: Vec<(usize, usize)>,
    },
}

impl Generated {
    /// Begins with these lines.
    pub fn below(root: &[String]) -> Self {
        let mut new = Self::default();
        root.iter().for_each(|line| new.push(line, &Origin::Root));
        new
    }

    /// Whether it begins with these lines.
    pub fn is_below(&self, root: &[String]) -> bool {
        let of_root = self.lines.iter().zip(self.text.split('\n'));
        of_root
            .take_while(|(origin, _)| **origin == Origin::Root)
            .map(|(_, line)| line)
            .eq(root)
    }

    /// The text without the lines that it begins with; the others keep their numbers.
    pub fn included(&self) -> String {
        let root = self
            .lines
            .iter()
            .take_while(|origin| **origin == Origin::Root)
            .count();
        let rest = self.text.splitn(root + 1, '\n').last().unwrap_or_default();
        "\n".repeat(root) + rest
    }

    /// Adds a line of ours.
    pub fn glue(&mut self, line: &str) {
        self.push(line, &Origin::Glue);
    }

    /// Adds a line of ours about a variable.
    pub fn about(&mut self, variable: &str, line: &str) {
        self.push(line, &Origin::Variable(variable.to_owned()));
    }

    /// Adds an import of an earlier cell.
    pub fn import(&mut self, line: &str) {
        self.push(line, &Origin::Import(line.to_owned()));
    }

    fn push(&mut self, text: &str, origin: &Origin) {
        for line in text.split('\n') {
            self.text.push_str(line);
            self.text.push('\n');
            self.lines.push(origin.clone());
        }
    }

    /// Adds the reader's text, whole lines, with `insertions` (byte of the cell's text, what to put there) in order.
    pub fn cell(
        &mut self,
        cell: usize,
        text: &str,
        range: Range<usize>,
        insertions: &[(usize, String)],
    ) {
        let mut start = range.start;
        for line in text[range.clone()].split('\n') {
            let end = start + line.len();
            let here = insertions
                .iter()
                .filter(|(at, _)| (start..=end).contains(at));
            self.push_cell_line(cell, start, line, here);
            start = end + 1;
        }
    }

    fn push_cell_line<'a>(
        &mut self,
        cell: usize,
        start: usize,
        line: &str,
        insertions: impl Iterator<Item = &'a (usize, String)>,
    ) {
        let (mut out, mut taken, mut inserted) = (String::new(), 0, vec![]);
        for (at, what) in insertions {
            out.push_str(&line[taken..at - start]);
            taken = at - start;
            inserted.push((out.len(), what.len()));
            out.push_str(what);
        }
        out.push_str(&line[taken..]);
        self.text.push_str(&out);
        self.text.push('\n');
        self.lines.push(Origin::Cell {
            cell,
            start,
            inserted,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_included_keeps_its_lines() {
        let root = ["// a".to_owned(), "// b".to_owned()];
        let mut generated = Generated::below(&root);
        generated.glue("fn f() {}");
        assert!(generated.is_below(&root) && !generated.is_below(&root[..1]));
        assert_eq!(generated.included(), "\n\nfn f() {}\n");
        assert_eq!(generated.text, "// a\n// b\nfn f() {}\n");
    }

    #[test]
    fn insertions_stand_at_the_end_of_a_line_too() {
        let mut generated = Generated::default();
        let text = "loop {\n  f()\n}";
        generated.cell(1, text, 0..text.len(), &[(6, " pulse();".into())]);
        assert_eq!(generated.text, "loop { pulse();\n  f()\n}\n");
    }

    #[test]
    fn places_map_back_over_insertions() {
        let mut generated = Generated::default();
        generated.glue("// ours");
        generated.cell(
            7,
            "struct A {\n  x: f64,\n}",
            0..22,
            &[(0, "pub ".into()), (13, "pub ".into())],
        );
        assert_eq!(
            generated.text,
            "// ours\npub struct A {\n  pub x: f64,\n}\n"
        );
        assert_eq!(generated.locate(1, 0), None);
        assert_eq!(generated.locate(2, 4), Some((7, 0)));
        assert_eq!(generated.locate(3, 6), Some((7, 13)));
        assert_eq!(generated.locate(3, 0), Some((7, 11)));
    }
}
