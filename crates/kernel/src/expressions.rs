//! `user_expressions` of a request: evaluated after its cell, each as a cell of its own whose value is all that is seen.

use std::collections::HashMap;

use cell_wire::Event;
use engine::{CellError, Engine, Output};
use jupyter_protocol::ExpressionResult;
use serde_json::Map;

use crate::interrupt::Interrupt;
use crate::output::media;

/// No cell has this number: messages about an expression do not point into one.
const NUMBER: usize = 0;

/// Evaluates each expression.
pub(crate) fn evaluate(
    engine: &mut Engine,
    expressions: &HashMap<String, String>,
    interrupt: &Interrupt,
) -> HashMap<String, ExpressionResult> {
    let value = |(name, text): (&String, &String)| {
        let result = one(engine, text, interrupt).unwrap_or_else(failed);
        (name.clone(), result)
    };
    expressions.iter().map(value).collect()
}

fn one(
    engine: &mut Engine,
    text: &str,
    interrupt: &Interrupt,
) -> Result<ExpressionResult, CellError> {
    if syn::parse_str::<syn::Expr>(text).is_err() {
        return Err(told("no expression", &format!("`{text}` is no expression")));
    }
    let mut shown = None;
    let outcome = engine.run(NUMBER, text, &mut |output| {
        if let Some(Output::Display(Event::Display {
            data,
            metadata,
            result: true,
            ..
        })) = output
        {
            shown = Some((data, metadata));
        }
        interrupt.is_wanted()
    });
    outcome.map_err(|error| told("engine", &error.to_string()))??;
    let (data, metadata) = shown.unwrap_or_default();
    Ok(ExpressionResult::Ok {
        data: media(data),
        metadata: match metadata {
            serde_json::Value::Object(metadata) => metadata,
            _ => Map::new(),
        },
    })
}

fn told(name: &str, message: &str) -> CellError {
    CellError {
        name: name.to_owned(),
        message: message.to_owned(),
        trace: vec![message.to_owned()],
    }
}

fn failed(error: CellError) -> ExpressionResult {
    ExpressionResult::Error {
        ename: error.name,
        evalue: error.message,
        traceback: error.trace,
    }
}
