//! Errors at the cell's own lines, in colours.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::place::{Place, byte, place};
use super::tidy::tidy;
use super::{CellError, Texts, Trace};
use crate::compile::Diagnostic;
use crate::generated::Generated;

/// An error of ours at a place of a cell.
pub fn at_range(
    name: &str,
    message: &str,
    hint: &str,
    cell: usize,
    text: &str,
    range: Range<usize>,
) -> CellError {
    let snippet = Snippet::source(text)
        .path(format!("cell {cell}"))
        .annotation(AnnotationKind::Primary.span(range));
    let group = Group::with_title(Level::ERROR.primary_title(message)).element(snippet);
    let lines = Renderer::styled().render(&[group]);
    let trace = lines
        .lines()
        .map(ToOwned::to_owned)
        .chain([format!("hint: {hint}")])
        .collect();
    CellError {
        name: name.to_owned(),
        message: message.to_owned(),
        trace,
    }
}

/// One error of the compiler.
pub fn render(diagnostic: &Diagnostic, generated: &Generated, texts: &Texts) -> Vec<String> {
    let title = tidy(&diagnostic.message);
    let places: Vec<Place> = diagnostic
        .spans
        .iter()
        .filter_map(|span| place(span, generated, diagnostic.code.is_none()))
        .collect();
    let mut title = Level::ERROR.primary_title(title);
    if let Some(code) = &diagnostic.code {
        title = title.id(code.code.clone());
    }
    let mut group = Group::with_title(title);
    let mut cells: Vec<usize> = places.iter().map(|place| place.cell).collect();
    cells.dedup();
    for cell in cells {
        let Some(text) = texts.get(&cell) else {
            continue;
        };
        let here = places
            .iter()
            .filter(|place| place.cell == cell && place.end <= text.len());
        let annotations = here.map(|place| {
            let kind = if place.primary {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            kind.span(place.start..place.end).label(place.label.clone())
        });
        group = group.element(
            Snippet::source(text.as_str())
                .path(format!("cell {cell}"))
                .annotations(annotations),
        );
    }
    for child in &diagnostic.children {
        let message = child_message(child);
        group = match child.level.as_str() {
            "help" => group.element(Level::HELP.message(message)),
            _ => group.element(Level::NOTE.message(message)),
        };
    }
    let text = Renderer::styled().render(&[group]);
    text.lines()
        .map(ToOwned::to_owned)
        .chain([String::new()])
        .collect()
}

/// A note's text, with the replacement that it suggests.
fn child_message(child: &Diagnostic) -> String {
    let suggestion = child
        .spans
        .iter()
        .find_map(|span| span.suggested_replacement.as_deref());
    let message = tidy(&child.message);
    match suggestion.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => format!("{message}: `{text}`"),
        None => message,
    }
}

/// A line of a cell with a mark under a place, for a panic there.
pub fn at_place(generated: &Generated, line: usize, column: usize, texts: &Texts) -> Option<Trace> {
    let (cell, start) = generated.locate(line, byte(generated, line, column))?;
    let text = texts.get(&cell)?;
    let rest = text.get(start..)?;
    let end = start + rest.find('\n').unwrap_or(rest.len()).max(1).min(rest.len());
    let group = Group::with_title(Level::NOTE.primary_title("raised here")).element(
        Snippet::source(text.as_str())
            .path(format!("cell {cell}"))
            .annotation(AnnotationKind::Primary.span(start..end)),
    );
    Some(
        Renderer::styled()
            .render(&[group])
            .lines()
            .map(ToOwned::to_owned)
            .collect(),
    )
}
