//! From places of generated source back to the reader's.

use super::{Generated, Origin};

impl Generated {
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
