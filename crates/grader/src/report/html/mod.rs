//! Pages for people: one for each student, one for the class. Whatever a student wrote is escaped by the template engine, and
//! the pages' policy loads nothing.

mod class;
mod similar;
mod student;

use minijinja::value::Serde;
use minijinja::{Environment, UndefinedBehavior, Value};
use serde::Serialize;

use crate::similarity::Pair;
use crate::{GradeError, Record, State};

/// A record as a page for the student.
///
/// # Errors
/// [`GradeError::Page`] when the template does not fit: a mistake of ours.
pub fn student(record: &Record) -> Result<String, GradeError> {
    render("student.html", &student::Page::new(record))
}

/// The records of a class as a page for the instructor.
///
/// # Errors
/// As [`student`].
pub fn class(records: &[Record]) -> Result<String, GradeError> {
    render("class.html", &class::Page::new(records))
}

/// Pairs among `count` submissions as a page for the instructor.
///
/// # Errors
/// As [`student`].
pub fn similar(pairs: &[Pair], count: usize) -> Result<String, GradeError> {
    render("similar.html", &similar::Page::new(pairs, count))
}

const TEMPLATES: [(&str, &str); 5] = [
    (
        "similar.html",
        include_str!("../../../templates/similar.html"),
    ),
    ("style.css", include_str!("../../../templates/style.css")),
    ("page.html", include_str!("../../../templates/page.html")),
    (
        "student.html",
        include_str!("../../../templates/student.html"),
    ),
    ("class.html", include_str!("../../../templates/class.html")),
];

fn render(name: &str, page: &impl Serialize) -> Result<String, GradeError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let rendered = TEMPLATES
        .iter()
        .try_for_each(|(name, text)| environment.add_template(name, text))
        .and_then(|()| {
            environment
                .get_template(name)?
                .render(Value::from(Serde(page)))
        });
    rendered.map_err(|error| GradeError::Page(format!("{error:#}")))
}

/// A state's name in the style sheet.
fn class_name(state: State) -> &'static str {
    match state {
        State::Passed => "passed",
        State::Failed => "failed",
        State::Todo => "todo",
        State::Missing => "missing",
        State::Refused => "refused",
        State::CompileError => "compile_error",
        State::Crashed => "crashed",
        State::TimedOut => "timed_out",
        State::NotGraded => "not_graded",
    }
}

/// `part` of `whole` in percent, to a tenth.
fn percent(part: u32, whole: u32) -> f64 {
    (f64::from(part) / f64::from(whole.max(1)) * 1000.0).round() / 10.0
}
