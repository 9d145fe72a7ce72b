//! Errors as a reader sees them: the compiler's words, at the cell's own lines.

use std::collections::HashMap;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::compile::{Diagnostic, Span};
use crate::failed::Failed;
use crate::generated::Generated;
use crate::session::Engine;

/// A cell that could not be compiled or did not end well.
#[derive(Clone, Debug, PartialEq)]
pub struct CellError {
    /// Kind: the compiler's code such as `E0382`, the error's type, `panic`.
    pub name: String,
    /// One line.
    pub message: String,
    /// The whole, line by line, with ANSI colours.
    pub trace: Trace,
}

/// Lines for a reader.
pub type Trace = Vec<String>;

/// Texts of cells by their number.
pub type Texts = HashMap<usize, String>;

/// Turns the compiler's errors into one for the reader; `None` when there are none.
pub fn errors(
    diagnostics: &[Diagnostic],
    generated: &Generated,
    texts: &Texts,
) -> Option<CellError> {
    let errors: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|d| d.level == "error" && !is_summary(d))
        .collect();
    let first = errors.first()?;
    let trace = errors
        .iter()
        .flat_map(|error| render(error, generated, texts))
        .collect();
    let name = first
        .code
        .as_ref()
        .map_or_else(|| "syntax error".to_owned(), |code| code.code.clone());
    Some(CellError {
        name,
        message: tidy(&first.message),
        trace,
    })
}

/// All errors of a crate for the reader.
pub fn report(engine: &Engine, failed: &Failed) -> CellError {
    errors(&failed.diagnostics, &failed.generated, &engine.texts).unwrap_or_else(|| {
        let message = "the cell could not be compiled".to_owned();
        CellError {
            name: "compile error".into(),
            trace: vec![message.clone()],
            message,
        }
    })
}

/// The first error's own line.
pub fn first_words(failed: &Failed) -> String {
    let first = failed
        .diagnostics
        .iter()
        .find(|diagnostic| diagnostic.level == "error");
    first.map_or_else(String::new, |error| tidy(&error.message))
}

/// The name that an error finds nothing behind.
pub fn unknown_value(diagnostic: &Diagnostic) -> Option<&str> {
    let unknown = diagnostic
        .code
        .as_ref()
        .is_some_and(|code| code.code == "E0425");
    diagnostic.message.split('`').nth(1).filter(|_| unknown)
}

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

fn is_summary(diagnostic: &Diagnostic) -> bool {
    diagnostic.spans.is_empty() && diagnostic.message.starts_with("aborting due to")
}

fn render(diagnostic: &Diagnostic, generated: &Generated, texts: &Texts) -> Vec<String> {
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

struct Place {
    cell: usize,
    start: usize,
    end: usize,
    primary: bool,
    label: Option<String>,
}

fn place(span: &Span, generated: &Generated, at_end: bool) -> Option<Place> {
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
fn byte(generated: &Generated, line: usize, column: usize) -> usize {
    let text = generated
        .text
        .split('\n')
        .nth(line.wrapping_sub(1))
        .unwrap_or_default();
    text.char_indices()
        .nth(column.wrapping_sub(1))
        .map_or(text.len(), |(byte, _)| byte)
}

/// Takes the engine's own names out of a message, and from names that everybody knows their paths.
fn tidy(message: &str) -> String {
    const SHORT: [(&str, &str); 9] = [
        (
            "in a closure that returns `std::result::Result<(), __flow::Thrown>`",
            "in a cell",
        ),
        ("in a closure that returns `Result`", "in a cell"),
        ("__flow::Thrown", "an error of the cell"),
        ("std::string::String", "String"),
        ("std::vec::Vec", "Vec"),
        ("std::option::Option", "Option"),
        ("std::result::Result", "Result"),
        ("std::boxed::Box", "Box"),
        ("noisebook::burn::", "burn::"),
    ];
    let message = cell_wire::without_crates(message);
    SHORT.iter().fold(message, |message, (long, short)| {
        message.replace(long, short)
    })
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
