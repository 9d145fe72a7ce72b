//! The steps of a cell: items, then statements, each compiled until the plan fits.

use std::collections::BTreeSet;

use cell_wire::Order;

use crate::child::{Output, Sink};
use crate::compile::{Diagnostic, Kind};
use crate::diagnostics::{self, CellError};
use crate::generated::{Generated, Origin};
use crate::items::{self, ItemCrate};
use crate::session::{Engine, EngineError, Failed, Outcome};
use crate::source::{Cell, mentions};
use crate::statements::{self, Plan};
use crate::variables::{VariableType, type_in};

/// What the compiler says of a text that cannot be split.
pub fn syntax_error(engine: &mut Engine, number: usize, source: &str) -> Result<Outcome, EngineError> {
    let mut generated = Generated::default();
    generated.glue("#![allow(warnings)] fn cell() {");
    generated.cell(number, source, 0..source.len(), &[]);
    generated.glue("}");
    let name = format!("s{}", engine.count);
    let error = match engine.compile(Kind::Statements, &name, &name, generated)? {
        Err(failed) => diagnostics::errors(&failed.diagnostics, &failed.generated, &engine.texts),
        Ok(_) => None,
    };
    Ok(Err(error.unwrap_or_else(|| {
        let message = "this cell cannot be split into items and statements".to_owned();
        CellError { name: "syntax error".into(), trace: vec![message.clone()], message }
    })))
}

/// Compiles a cell's items into a crate and makes them known.
pub fn items(engine: &mut Engine, number: usize, cell: &Cell, sink: &mut Sink<'_>) -> Result<Outcome, EngineError> {
    if already_there(engine, cell) {
        return Ok(Ok(()));
    }
    let name = format!("c{}", engine.count);
    let cells = vec![(number, cell.clone())];
    let generated = items::source(&cells, &engine.imports, &engine.crates);
    let failed = match engine.compile(Kind::Items, &name, &name, generated)? {
        Ok((object, _)) => {
            let imports_seen = engine.imports.clone();
            let new = ItemCrate { name, version: 0, cells, object, names: items::defined(cell), imports_seen };
            return add(engine, new, sink);
        }
        Err(failed) => failed,
    };
    if is_orphan(&failed.diagnostics)
        && let Some(outcome) = extend(engine, number, cell, sink)?
    {
        return Ok(outcome);
    }
    Ok(Err(report(engine, &failed)))
}

/// A cell that is run again unchanged defines what is there already.
fn already_there(engine: &Engine, cell: &Cell) -> bool {
    let text = cell.items_text();
    let names = items::defined(cell);
    engine.crates.iter().any(|old| {
        old.cells.iter().any(|(_, earlier)| earlier.items_text() == text)
            && names.iter().all(|name| old.names.contains(name))
            && (!names.is_empty() || old.cells.len() == 1)
    })
}

/// Adds a crate; what mentions a name that it replaces is compiled again, as Python would look the name up again.
fn add(engine: &mut Engine, new: ItemCrate, sink: &mut Sink<'_>) -> Result<Outcome, EngineError> {
    let replaced: Vec<String> = engine.crates.iter().flat_map(|old| old.names.clone()).filter(|name| new.names.contains(name)).collect();
    for old in &mut engine.crates {
        old.names.retain(|name| !new.names.contains(name));
    }
    let paths = vec![new.object.display().to_string()];
    let dependants: Vec<ItemCrate> = match replaced.is_empty() {
        true => vec![],
        false => engine.crates.iter().filter(|old| !old.names.is_empty() && old.mentions_any(&replaced)).cloned().collect(),
    };
    engine.crates.push(new);
    if let Err(error) = engine.order(&Order::Load { paths }, sink)? {
        return Ok(Err(error));
    }
    for (i, old) in dependants.into_iter().enumerate() {
        let name = format!("c{}r{i}", engine.count);
        let cells: Vec<_> = old.cells.iter().map(|(n, cell)| (*n, items::without(cell, &replaced))).collect();
        let generated = items::source(&cells, &old.imports_seen, &engine.crates);
        if let Ok((object, _)) = engine.compile(Kind::Items, &name, &name, generated)? {
            let fresh = ItemCrate { name, version: 0, cells, object, ..old };
            for crates in &mut engine.crates {
                crates.names.retain(|name| !fresh.names.contains(name));
            }
            let paths = vec![fresh.object.display().to_string()];
            engine.crates.push(fresh);
            if let Err(error) = engine.order(&Order::Load { paths }, sink)? {
                return Ok(Err(error));
            }
        }
    }
    Ok(Ok(()))
}

fn is_orphan(diagnostics: &[Diagnostic]) -> bool {
    let codes = ["E0116", "E0117", "E0210", "E0390"];
    diagnostics.iter().any(|d| d.code.as_ref().is_some_and(|code| codes.contains(&code.code.as_str())))
}

/// Puts `impl`s for types of earlier cells into the crate of those types: same name, so that variables keep their type.
fn extend(
    engine: &mut Engine,
    number: usize,
    cell: &Cell,
    sink: &mut Sink<'_>,
) -> Result<Option<Outcome>, EngineError> {
    let extended = items::extended(cell);
    let Some(at) = engine.crates.iter().position(|old| old.names.iter().any(|name| extended.contains(name))) else {
        return Ok(None);
    };
    let mut merged = engine.crates[at].clone();
    let own = items::defined(cell);
    merged.version += 1;
    merged.cells.retain(|(earlier, _)| *earlier != number);
    merged.cells.push((number, cell.clone()));
    merged.names.extend(own);
    let others: Vec<ItemCrate> = engine.crates[..at].to_vec();
    let generated = items::source(&merged.cells, &engine.imports, &others);
    let file = merged.file();
    match engine.compile(Kind::Items, &merged.name.clone(), &file, generated)? {
        Err(failed) => Ok(Some(Err(report(engine, &failed)))),
        Ok((object, _)) => {
            merged.object = object;
            let paths = vec![merged.object.display().to_string()];
            engine.crates[at] = merged;
            rebuild_after(engine, at, sink)?;
            engine.order(&Order::Load { paths }, sink).map(Some)
        }
    }
}

/// Compiles the crates after `at` again, since they were linked to its old version.
fn rebuild_after(engine: &mut Engine, at: usize, sink: &mut Sink<'_>) -> Result<(), EngineError> {
    for i in at + 1..engine.crates.len() {
        let mut old = engine.crates[i].clone();
        old.version += 1;
        let generated = items::source(&old.cells, &old.imports_seen, &engine.crates[..i]);
        let file = old.file();
        if let Ok((object, _)) = engine.compile(Kind::Items, &old.name.clone(), &file, generated)? {
            old.object = object;
            let paths = vec![old.object.display().to_string()];
            engine.crates[i] = old;
            engine.order(&Order::Load { paths }, sink)?.ok();
        }
    }
    Ok(())
}

/// Compiles and runs a cell's statements.
pub fn statements(engine: &mut Engine, number: usize, cell: &Cell, sink: &mut Sink<'_>) -> Result<Outcome, EngineError> {
    let mut plan = match plan(engine, cell) {
        Ok(plan) => plan,
        Err(error) => return Ok(Err(error)),
    };
    let name = format!("s{}", engine.count);
    for attempt in 0.. {
        let generated =
            statements::source(number, cell, &plan, &engine.variables, &engine.imports, &engine.crates);
        let file = format!("{name}_{attempt}");
        let failed = match engine.compile(Kind::Statements, &name, &file, generated)? {
            Ok((object, diagnostics)) => {
                let learned = types(engine, &file, &diagnostics);
                let outcome = engine.order(&Order::Run { path: object.display().to_string() }, sink)?;
                if outcome.is_ok() {
                    engine.variables.extend(learned);
                    tell_dropped(&plan, sink);
                }
                return Ok(outcome);
            }
            Err(failed) => failed,
        };
        if !adapt(&mut plan, &failed) {
            return Ok(Err(report(engine, &failed)));
        }
    }
    Ok(Ok(()))
}

/// Says which new variables end with their cell.
fn tell_dropped(plan: &Plan, sink: &mut Sink<'_>) {
    for name in &plan.borrowing {
        let note = format!("note: `{name}` borrows from another variable, so it ends with this cell; clone the value to keep it\n");
        sink(Some(Output::Stderr(note.into_bytes())));
    }
}

/// The first guess: every variable that is mentioned stays; one that is assigned from itself is put back at the end.
fn plan(engine: &Engine, cell: &Cell) -> Result<Plan, CellError> {
    let text: String = cell.statements.iter().map(|(range, _)| range).chain(cell.tail.iter().map(|(range, _)| range))
        .map(|range| &cell.text[range.clone()]).collect::<Vec<_>>().join("\n");
    let found = mentions(&text);
    let bound = cell.bindings();
    let mut plan = Plan { bound, ..Plan::default() };
    for (name, ty) in engine.variables.iter().filter(|(name, _)| found.contains(*name)) {
        match ty {
            VariableType::Named(_) => plan.taken.push(name.clone()),
            VariableType::Nameless(_) if plan.bound.contains(name) => {}
            VariableType::Nameless(words) => return Err(nameless(name, words)),
        }
    }
    Ok(plan)
}

fn nameless(name: &str, words: &str) -> CellError {
    let kind = if words.contains("closure") { "a closure" } else { "a value whose type has no name" };
    let message = format!("`{name}` is {kind}, which only the cell that made it can use");
    let hint = if words.contains("closure") {
        format!("hint: write `fn {name}(…)`, or keep it as `let {name}: Box<dyn Fn(f64) -> f64> = Box::new(…);` with its own types")
    } else {
        format!("hint: give `{name}` a type that can be written, for example by `.collect::<Vec<_>>()` or `Box<dyn …>`")
    };
    CellError { name: "nameless type".into(), trace: vec![message.clone(), hint], message }
}

/// Changes the plan as the errors at lines about variables demand; `false` when the errors are the reader's.
fn adapt(plan: &mut Plan, failed: &Failed) -> bool {
    let mut changed = false;
    for error in failed.diagnostics.iter().filter(|d| d.level == "error") {
        let code = error.code.as_ref().map_or("", |code| code.code.as_str());
        let about: BTreeSet<&String> = error
            .spans
            .iter()
            .filter_map(|span| match failed.generated.origin(span.line_start) {
                Origin::Variable(name) => Some(name),
                _ => None,
            })
            .collect();
        for name in about {
            changed |= give_up(plan, name, code);
        }
    }
    changed
}

/// One step down for a variable: kept outside, then put back inside, then gone.
fn give_up(plan: &mut Plan, name: &String, code: &str) -> bool {
    const BORROWED: [&str; 10] =
        ["E0597", "E0505", "E0716", "E0521", "E0310", "E0499", "E0502", "E0506", "E0503", "E0373"];
    let moved = code == "E0382" || code == "E0381" || code == "E0507";
    if !moved && !BORROWED.contains(&code) {
        return false;
    }
    if plan.bound.contains(name) && !plan.dropped.contains(name) && !(moved && plan.kept().any(|kept| kept == name)) {
        if !moved {
            plan.borrowing.insert(name.clone());
        }
        return plan.dropped.insert(name.clone());
    }
    if !plan.taken.contains(name) {
        return false;
    }
    if plan.renewed.contains(name) || plan.bound.contains(name) {
        return plan.moved.insert(name.clone());
    }
    plan.renewed.insert(name.clone())
}

/// The types of variables, out of the compiler's messages.
fn types(engine: &Engine, file: &str, diagnostics: &[Diagnostic]) -> Vec<(String, VariableType)> {
    let Some(generated) = engine.generated.get(&format!("{file}.rs")) else { return vec![] };
    let about = |diagnostic: &Diagnostic| {
        diagnostic.spans.iter().find_map(|span| match generated.origin(span.line_start) {
            Origin::Variable(name) => Some(name.clone()),
            _ => None,
        })
    };
    diagnostics.iter().filter_map(|diagnostic| Some((about(diagnostic)?, type_in(diagnostic)?))).collect()
}

fn report(engine: &Engine, failed: &Failed) -> CellError {
    diagnostics::errors(&failed.diagnostics, &failed.generated, &engine.texts).unwrap_or_else(|| {
        let message = "the cell could not be compiled".to_owned();
        CellError { name: "compile error".into(), trace: vec![message.clone()], message }
    })
}
