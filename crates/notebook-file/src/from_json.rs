//! JSON to notebook: what must be there, and what is tolerated.

use serde_json::Value;

use crate::error::ReadError;
use crate::model::{Cell, CellKind, Metadata, Notebook};

/// The notebook that `json` describes.
pub(crate) fn notebook(json: Value) -> Result<Notebook, ReadError> {
    let Value::Object(mut fields) = json else {
        return Err(not_a_notebook(format!(
            "expected an object, got {}",
            kind_of(&json)
        )));
    };
    check_format(&fields)?;
    let minor = fields
        .get("nbformat_minor")
        .and_then(Value::as_u64)
        .unwrap_or(0);
    let metadata = take_metadata(&mut fields).map_err(not_a_notebook)?;
    let cells = match fields.shift_remove("cells") {
        Some(Value::Array(cells)) => cells,
        other => {
            return Err(not_a_notebook(expected(
                "`cells`",
                "a list",
                other.as_ref(),
            )));
        }
    };
    let cells = cells
        .into_iter()
        .enumerate()
        .map(|(index, json)| cell(json).map_err(|problem| ReadError::Cell { index, problem }));
    let cells = cells.collect::<Result<_, _>>()?;
    fields.retain(|key, _| key != "nbformat" && key != "nbformat_minor");
    Ok(Notebook {
        metadata,
        cells,
        minor,
        rest: fields,
    })
}

fn check_format(fields: &Metadata) -> Result<(), ReadError> {
    match fields.get("nbformat").map(|found| (found, found.as_u64())) {
        Some((_, Some(4))) => Ok(()),
        Some((_, Some(found @ 0..4))) => Err(ReadError::TooOld { found }),
        Some((_, Some(found))) => Err(ReadError::TooNew { found }),
        other => Err(not_a_notebook(expected(
            "`nbformat`",
            "a number",
            other.map(|(found, _)| found),
        ))),
    }
}

fn cell(json: Value) -> Result<Cell, String> {
    let Value::Object(mut fields) = json else {
        return Err(format!("expected an object, got {}", kind_of(&json)));
    };
    let kind = match fields.shift_remove("cell_type") {
        Some(Value::String(kind)) => cell_kind(&kind)?,
        other => return Err(expected("`cell_type`", "a string", other.as_ref())),
    };
    let metadata = take_metadata(&mut fields)?;
    let source = take_source(&mut fields)?;
    let id = match fields.shift_remove("id") {
        Some(Value::String(id)) => Some(id),
        _ => None,
    };
    Ok(Cell {
        kind,
        id,
        source,
        metadata,
        rest: fields,
    })
}

fn cell_kind(kind: &str) -> Result<CellKind, String> {
    match kind {
        "code" => Ok(CellKind::Code),
        "markdown" => Ok(CellKind::Markdown),
        "raw" => Ok(CellKind::Raw),
        other => Err(format!(
            "`cell_type`: expected `code`, `markdown` or `raw`, got `{}`",
            shorten(other)
        )),
    }
}

/// Files without metadata are read as if it were empty, as Jupyter does.
fn take_metadata(fields: &mut Metadata) -> Result<Metadata, String> {
    match fields.shift_remove("metadata") {
        Some(Value::Object(metadata)) => Ok(metadata),
        None | Some(Value::Null) => Ok(Metadata::new()),
        other => Err(expected("`metadata`", "an object", other.as_ref())),
    }
}

fn take_source(fields: &mut Metadata) -> Result<String, String> {
    match fields.shift_remove("source") {
        Some(Value::String(source)) => Ok(source),
        Some(Value::Array(lines)) => lines
            .iter()
            .map(|line| {
                line.as_str()
                    .ok_or_else(|| expected("a line of `source`", "a string", Some(line)))
            })
            .collect(),
        None | Some(Value::Null) => Ok(String::new()),
        other => Err(expected(
            "`source`",
            "a string or a list of strings",
            other.as_ref(),
        )),
    }
}

fn not_a_notebook(problem: String) -> ReadError {
    ReadError::NotANotebook { problem }
}

fn expected(what: &str, expected: &str, got: Option<&Value>) -> String {
    format!(
        "{what}: expected {expected}, got {}",
        got.map_or("nothing", kind_of)
    )
}

fn kind_of(json: &Value) -> &'static str {
    match json {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}
