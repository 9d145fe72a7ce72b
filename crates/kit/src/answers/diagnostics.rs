use std::path::Path;

use serde::Deserialize;

use super::{Answers, Place};

/// An error of the compiler, in terms of the notebook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The cell it points into, if into any.
    pub place: Option<Place>,
    /// The line of that cell, from 1.
    pub line: Option<usize>,
    /// One line that says what is wrong.
    pub message: String,
    /// The whole text with the lines of code, cells in the place of files.
    pub rendered: String,
}

#[derive(Deserialize)]
struct Message {
    message: String,
    level: String,
    #[serde(default)]
    spans: Vec<Span>,
    rendered: Option<String>,
}

#[derive(Deserialize)]
struct Span {
    file_name: String,
    line_start: usize,
    is_primary: bool,
    expansion: Option<Expansion>,
}

#[derive(Deserialize)]
struct Expansion {
    span: Box<Span>,
}

/// The errors in the standard error output of `rustc --error-format=json`; warnings and summaries are left out.
pub fn diagnostics(answers: &Answers, stderr: &str) -> Vec<Diagnostic> {
    let messages = stderr
        .lines()
        .filter_map(|line| serde_json::from_str::<Message>(line).ok());
    let errors = messages
        .filter(|m| m.level.starts_with("error") && !m.message.starts_with("aborting due to"));
    errors.map(|message| diagnostic(answers, message)).collect()
}

fn diagnostic(answers: &Answers, message: Message) -> Diagnostic {
    let (primary, other): (Vec<&Span>, Vec<&Span>) =
        message.spans.iter().partition(|span| span.is_primary);
    let found = primary
        .into_iter()
        .chain(other)
        .find_map(|span| locate(answers, span));
    let (place, line) = found.unzip();
    let rendered = message.rendered.unwrap_or_else(|| message.message.clone());
    Diagnostic {
        place,
        line,
        rendered: name_cells(answers, &rendered),
        message: message.message,
    }
}

/// The cell and line of a span; what a macro wrote belongs to the macro's call.
fn locate(answers: &Answers, span: &Span) -> Option<(Place, usize)> {
    let name = Path::new(&span.file_name).file_name()?.to_str()?;
    let place = answers.places().find(|place| place.file_name() == name);
    match (place, &span.expansion) {
        (Some(place), _) => Some((place, span.line_start)),
        (None, Some(expansion)) => locate(answers, &expansion.span),
        (None, None) => None,
    }
}

/// Writes `answer `x`:3:5` where the compiler wrote the path of a file.
fn name_cells(answers: &Answers, rendered: &str) -> String {
    let lines = rendered.split_inclusive('\n').map(|line| {
        let named = answers.places().find_map(|place| name_cell(line, &place));
        named.unwrap_or_else(|| line.to_owned())
    });
    lines.collect()
}

fn name_cell(line: &str, place: &Place) -> Option<String> {
    let (before, after) = line.split_once(&place.file_name())?;
    let arrow = ["--> ", "::: "]
        .iter()
        .find_map(|arrow| Some(before.find(arrow)? + arrow.len()))?;
    Some(format!("{}{place}{after}", &before[..arrow]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answers::Answer;

    fn answers() -> Answers {
        let answer = Answer {
            id: "a".to_owned(),
            trait_name: "A".to_owned(),
            source: None,
        };
        Answers {
            lab: "l".to_owned(),
            setup: String::new(),
            helpers: Vec::new(),
            answers: vec![answer],
            broken: Vec::new(),
        }
    }

    #[test]
    fn an_error_inside_a_macro_points_to_the_cell() {
        let stderr = r#"{"message":"boom","level":"error","spans":[{"file_name":"/std/macros.rs","line_start":9,"is_primary":true,"expansion":{"span":{"file_name":"/tmp/x y/answer_a.rs","line_start":3,"is_primary":false,"expansion":null}}}],"rendered":"error: boom\n --> /tmp/x y/answer_a.rs:3:5\n"}
{"message":"aborting due to 1 previous error","level":"error","spans":[],"rendered":"error: aborting\n"}
{"message":"unused","level":"warning","spans":[],"rendered":"warning\n"}
not json"#;
        let found = diagnostics(&answers(), stderr);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place, Some(Place::Answer("a".to_owned())));
        assert_eq!(found[0].line, Some(3));
        assert_eq!(found[0].rendered, "error: boom\n --> answer `a`:3:5\n");
    }
}
