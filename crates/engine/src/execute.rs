//! The second step of a cell: its statements become a function, which runs.

use cell_wire::Order;

use crate::child::Sink;
use crate::compile::{Diagnostic, Kind, Level, Naming};
use crate::diagnostics::{self, CellError};
use crate::endings;
use crate::error::EngineError;
use crate::failed::Failed;
use crate::generated::{Generated, Origin};
use crate::plan::Plan;
use crate::remarks;
use crate::session::{Built, Engine, Outcome};
use crate::source::Cell;
use crate::statements;
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
                engine.import(imports);
                let learned = types_of(engine, &built);
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

/// Notes down which variables there are now, and why others are not.
fn settle(
    engine: &mut Engine,
    plan: &Plan,
    learned: Vec<(String, VariableType)>,
    outcome: Outcome,
    sink: &mut Sink<'_>,
) -> Outcome {
    let number = engine.number();
    if let Err(error) = outcome {
        let restored: Vec<&String> = plan
            .spared()
            .filter(|name| engine.present.contains(name) && error.name != endings::INTERRUPTED)
            .collect();
        let saved = learned
            .into_iter()
            .filter(|(name, _)| plan.fresh.contains(name) && engine.present.contains(name));
        engine.variables.extend(saved);
        let why = format!("is made by cell {number}, which did not get to its end");
        let missing = plan
            .bound
            .iter()
            .filter(|name| !engine.variables.contains_key(*name))
            .cloned()
            .collect::<Vec<_>>();
        engine
            .lost
            .extend(missing.into_iter().map(|name| (name, why.clone())));
        return Err(endings::with_restored(error, &restored));
    }
    learned
        .iter()
        .for_each(|(name, _)| _ = engine.lost.remove(name));
    engine.variables.extend(learned);
    for name in &plan.dropped {
        let why = match plan.borrowing.contains(name) {
            true => format!(
                "borrowed from another variable in cell {number}, so it ended with that cell"
            ),
            false => format!("was moved away in cell {number}"),
        };
        engine.lost.insert(name.clone(), why);
    }
    for name in &plan.borrowing {
        remarks::say(
            sink,
            &format!(
                "`{name}` borrows from another variable, so it ends with this cell; clone the value to keep it"
            ),
        );
    }
    Ok(())
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

/// The errors, and beside them what the engine knows of the variables that they are about.
fn report(engine: &Engine, plan: &Plan, failed: &Failed) -> CellError {
    let error = diagnostics::report(engine, failed);
    let unknown: Vec<&str> = failed
        .diagnostics
        .iter()
        .filter_map(diagnostics::unknown_value)
        .collect();
    let why = |name: &str| match engine.variables.get(name) {
        Some(VariableType::Nameless(words)) if !plan.bound.iter().any(|bound| bound == name) => {
            Some(nameless(name, words))
        }
        _ => None,
    };
    if let Some((message, hint)) = unknown.iter().find_map(|name| why(name)) {
        let trace = error
            .trace
            .into_iter()
            .chain([message.clone(), hint])
            .collect();
        return CellError {
            name: "nameless type".into(),
            message,
            trace,
        };
    }
    let hints = unknown
        .iter()
        .filter_map(|name| match engine.lost.get(*name) {
            Some(why) => Some(format!("hint: `{name}` {why}")),
            None => Some(format!(
                "hint: a variable with a similar name exists: `{}`",
                similar(engine, name)?
            )),
        });
    CellError {
        trace: error.trace.iter().cloned().chain(hints).collect(),
        ..error
    }
}

/// The variable that a misspelt name may mean.
fn similar<'a>(engine: &'a Engine, name: &str) -> Option<&'a str> {
    let near = |other: &&str| strsim::damerau_levenshtein(other, name) <= name.chars().count() / 3;
    engine
        .variables()
        .filter(near)
        .min_by_key(|other| strsim::damerau_levenshtein(other, name))
}

fn nameless(name: &str, words: &str) -> (String, String) {
    let (kind, hint) = if words.contains("closure") {
        (
            "a closure",
            format!(
                "write `fn {name}(…)`, or keep it as `let {name}: Box<dyn Fn(f64) -> f64> = Box::new(…);` with its own types"
            ),
        )
    } else if let Some(signature) = words.split(" {").next().filter(|text| text.contains("fn(")) {
        (
            "a function itself",
            format!("keep it as `let {name}: {signature} = …;`"),
        )
    } else {
        (
            "a value whose type has no name",
            format!(
                "give `{name}` a type that can be written, for example by `.collect::<Vec<_>>()` or `Box<dyn …>`"
            ),
        )
    };
    (
        format!("`{name}` is {kind}, which only the cell that made it can use"),
        format!("hint: {hint}"),
    )
}
