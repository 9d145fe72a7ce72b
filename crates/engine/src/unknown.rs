//! Errors about names that are not there, and what the engine knows of them.

use crate::diagnostics::{self, CellError};
use crate::failed::Failed;
use crate::numbers;
use crate::plan::Plan;
use crate::session::Engine;
use crate::variables::VariableType;

/// The errors, and beside them what the engine knows of the variables that they are about.
pub fn report(engine: &Engine, plan: &Plan, failed: &Failed) -> CellError {
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
        trace: error
            .trace
            .iter()
            .cloned()
            .chain(hints)
            .chain(numbers::hint(engine, failed))
            .collect(),
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
