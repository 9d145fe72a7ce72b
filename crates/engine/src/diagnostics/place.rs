//! Places of the compiler as places of cells.

use crate::compile::Span;
use crate::generated::Generated;

use super::tidy::tidy;

/// A place in a cell's text, in bytes.
pub struct Place {
    pub cell: usize,
    pub start: usize,
    pub end: usize,
    pub primary: bool,
    pub label: Option<String>,
}

/// Where a span is in the reader's text; `at_end` where the parser may have run over its end.
pub fn place(span: &Span, generated: &Generated, at_end: bool) -> Option<Place> {
    // Spans inside a macro of another crate are shown at the call.
    let outer = span.expansion.as_ref().map(|expansion| &expansion.span);
    let at = |span: &Span| {
        let start = generated.locate(
            span.line_start,
            byte(generated, span.line_start, span.column_start),
        );
        let end = generated.locate(
            span.line_end,
            byte(generated, span.line_end, span.column_end),
        );
        match (start, end) {
            (Some((cell, start)), Some((_, end))) => Some((cell, start, end.max(start))),
            // What we wrote around the reader's text belongs to the compiler's notion of the place.
            _ if span.is_primary => generated.inside(span.line_start, span.line_end, start),
            _ => None,
        }
    };
    let mut found = at(span);
    let mut next = outer;
    while let (None, Some(span)) = (found, next) {
        found = at(span);
        next = span.expansion.as_ref().map(|expansion| &expansion.span);
    }
    let (cell, start, end) = match found {
        Some(found) => found,
        // The text ended too early: the parser stumbled over what we wrote behind it.
        None if at_end => generated.end_before(span.line_start)?,
        None => return None,
    };
    Some(Place {
        cell,
        start,
        end,
        primary: span.is_primary,
        label: span.label.as_deref().map(tidy),
    })
}

/// The compiler counts characters from 1; we count bytes from 0.
pub fn byte(generated: &Generated, line: usize, column: usize) -> usize {
    let text = generated
        .text
        .split('\n')
        .nth(line.wrapping_sub(1))
        .unwrap_or_default();
    text.char_indices()
        .nth(column.wrapping_sub(1))
        .map_or(text.len(), |(byte, _)| byte)
}
