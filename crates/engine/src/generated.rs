//! Generated source, and where each of its lines came from.

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

    /// Origin of a 1-based line.
    pub fn origin(&self, line: usize) -> &Origin {
        self.lines
            .get(line.wrapping_sub(1))
            .unwrap_or(&Origin::Glue)
    }

    /// The text between two columns of a line, all from 1.
    pub fn words(&self, line: usize, start: usize, end: usize) -> Option<String> {
        let line = self.text.split('\n').nth(line.checked_sub(1)?)?;
        let count = end.checked_sub(start)?;
        Some(
            line.chars()
                .skip(start.checked_sub(1)?)
                .take(count)
                .collect(),
        )
    }

    /// The cell above a line, and the empty range at the end of its text.
    pub fn end_before(&self, line: usize) -> Option<(usize, usize, usize)> {
        let above: Vec<_> = self
            .lines
            .iter()
            .zip(self.text.split('\n'))
            .take(line)
            .collect();
        above
            .into_iter()
            .rev()
            .find_map(|(origin, text)| match origin {
                Origin::Cell { cell, start, .. } => Some((
                    *cell,
                    start + text.trim_end().len(),
                    start + text.trim_end().len(),
                )),
                _ => None,
            })
    }

    /// The byte of the cell where text of ours was put in, if this place (line and column from 1) lies in such a text.
    pub fn insertion(&self, line: usize, column: usize) -> Option<usize> {
        let Origin::Cell {
            start, inserted, ..
        } = self.origin(line)
        else {
            return None;
        };
        let text = self.text.split('\n').nth(line - 1)?;
        let (byte, _) = text.char_indices().nth(column - 1)?;
        let before = inserted.iter().take_while(|(place, _)| *place <= byte);
        let (place, length) = before.clone().last()?;
        let ours: usize = before.map(|(_, length)| length).sum();
        (byte < place + length).then(|| start + place + length - ours)
    }

    /// The cell and the bytes of the reader's lines between two lines; they begin at `start` where that is known.
    pub fn inside(
        &self,
        first: usize,
        last: usize,
        start: Option<(usize, usize)>,
    ) -> Option<(usize, usize, usize)> {
        let text = |line: usize| self.text.split('\n').nth(line - 1).unwrap_or_default();
        let own = |line: &usize| matches!(self.origin(*line), Origin::Cell { .. });
        let first = (first.max(1)..=last).find(own)?;
        let last = (first..=last).rev().find(own)?;
        let indent = text(first).len() - text(first).trim_start().len();
        let (cell, start) = start.or_else(|| self.locate(first, indent))?;
        let (_, end) = self.locate(last, text(last).trim_end().len())?;
        Some((cell, start, end.max(start)))
    }

    /// The byte of which cell's text stands at a 1-based line and a 0-based byte of that line.
    pub fn locate(&self, line: usize, byte: usize) -> Option<(usize, usize)> {
        let Origin::Cell {
            cell,
            start,
            inserted,
        } = self.origin(line)
        else {
            return None;
        };
        let mut at = byte;
        for (place, length) in inserted.iter().rev() {
            if *place < byte {
                at -= (*length).min(byte - place);
            }
        }
        Some((*cell, start + at))
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
