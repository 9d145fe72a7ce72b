//! The second step of a cell: its statements become a function, which runs.

use cell_wire::Order;

use crate::child::Sink;
use crate::compile::{Diagnostic, Kind, Level, Naming};
use crate::diagnostics::{self, CellError};
use crate::error::EngineError;
use crate::generated::{Generated, Origin};
use crate::plan::Plan;
use crate::session::{Built, Engine, Outcome};
use crate::settle::settle;
use crate::source::Cell;
use crate::statements;
use crate::unknown::report;
use crate::uses::Import;
use crate::variables::{VariableType, type_in};
use crate::working;

/// What the compiler says of a text that cannot be split.
pub fn syntax_error(
    engine: &mut Engine,
    number: usize,
    source: &str,
) -> Result<Outcome, EngineError> {
    let mut generated = Generated::default();
    // Brackets that do not match would be matched with ours.
    let whole = source.parse::<proc_macro2::TokenStream>().is_ok();
    generated.glue(if whole {
        "#![allow(warnings)] fn cell() {"
    } else {
        "#![allow(warnings)]"
    });
    generated.cell(number, source, 0..source.len(), &[]);
    generated.glue(if whole { "}" } else { "" });
    let compiled = engine.compile(Kind::Statements, Level::Quick, Naming::New, generated)?;
    let error = match compiled {
        Err(failed) => diagnostics::errors(&failed.diagnostics, &failed.generated, &engine.texts),
        Ok(_) => None,
    };
    Ok(Err(error.unwrap_or_else(|| {
        let message = "this cell cannot be split into items and statements".to_owned();
        CellError {
            name: "syntax error".into(),
            trace: vec![message.clone()],
            message,
        }
    })))
}

/// Compiles and runs a cell's statements; its imports hold from then on.
pub fn statements(
    engine: &mut Engine,
    number: usize,
    cell: &Cell,
    imports: &[Import],
    sink: &mut Sink<'_>,
) -> Result<Outcome, EngineError> {
    let mut plan = Plan::guess(engine, cell);
    let working = working::names(&engine.crates);
    let types = plan
        .taken
        .iter()
        .filter_map(|name| engine.variables.get(name));
    let level = working::statements_level(cell, &working, types.map(VariableType::text));
    loop {
        let generated = statements::source(
            number,
            cell,
            &plan,
            &engine.variables,
            &engine.imports,
            &engine.crates,
        );
        match engine.compile(Kind::Statements, level, Naming::New, generated)? {
            Ok(built) => {
                let learned = types_of(engine, &built);
                if plan.without_foreign(&learned) {
                    continue;
                }
                engine.import(imports);
                let path = built.object.display().to_string();
                let outcome = engine.order(&Order::Run { path }, sink)?;
                return Ok(settle(engine, &plan, learned, outcome, sink));
            }
            Err(failed) => {
                let dead = failed.dead_imports();
                engine.imports.retain(|import| !dead.contains(&import.line));
                if dead.is_empty() && !plan.adapt(&failed) {
                    return Ok(Err(report(engine, &plan, &failed)));
                }
            }
        }
    }
}

/// The types of variables, out of the compiler's messages.
fn types_of(engine: &Engine, built: &Built) -> Vec<(String, VariableType)> {
    let Some(generated) = engine.generated.get(&format!("{}.rs", built.file)) else {
        return vec![];
    };
    let about = |diagnostic: &Diagnostic| {
        diagnostic
            .spans
            .iter()
            .find_map(|span| match generated.origin(span.line_start) {
                Origin::Variable(name) => Some(name.clone()),
                _ => None,
            })
    };
    built
        .diagnostics
        .iter()
        .filter_map(|diagnostic| Some((about(diagnostic)?, type_in(diagnostic)?)))
        .collect()
}
