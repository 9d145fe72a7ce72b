//! Numbers whose cell did not say what they are: `let n = 1` is an `i32`, and no later cell can change that.

use crate::compile::{Diagnostic, Span};
use crate::failed::Failed;
use crate::generated::Generated;
use crate::session::Engine;

/// What to write where a variable is a number of the default type and another is expected.
pub fn hint(engine: &Engine, failed: &Failed) -> Option<String> {
    let mismatches = failed
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.is("E0308"));
    let primary =
        mismatches.flat_map(|found: &Diagnostic| found.spans.iter().filter(|span| span.is_primary));
    primary
        .into_iter()
        .find_map(|span| about(engine, &failed.generated, span))
}

fn about(engine: &Engine, generated: &Generated, span: &Span) -> Option<String> {
    let label = span.label.as_deref()?;
    let mut quoted = label.split('`').skip(1).step_by(2);
    let (expected, found) = (quoted.next()?, quoted.next()?);
    let default = match found {
        "i32" => "i8 i16 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64",
        "f64" => "f32",
        _ => return None,
    };
    let name = generated.words(span.line_start, span.column_start, span.column_end)?;
    let is_default = engine.variables.get(&name)?.text() == found;
    let fits = default.split(' ').any(|ty| ty == expected);
    (is_default && fits).then(|| {
        format!("hint: the cell that made `{name}` did not say which number it is; write `let {name}: {expected} = …` there, or `{name} as {expected}` here")
    })
}
