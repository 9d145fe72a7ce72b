//! `impl`s for types and traits of earlier cells. The language wants them in the crate of the type or of the trait, so that
//! crate is compiled again with them in it: under the same name, so that variables keep their types.

mod merge;

use cell_wire::Order;
use syn::Item;

use crate::child::{Output, Sink};
use crate::compile::Naming;
use crate::define::{self, Unit};
use crate::diagnostics::{self, first_words};
use crate::error::EngineError;
use crate::items::{self, ItemCrate};
use crate::remarks;
use crate::session::{Built, Engine, Outcome};
use crate::source::{Cell, item_names};
use merge::merged;

/// Puts a cell's `impl`s into the crate of a type or trait that they name. `None` when they name none of a cell.
pub fn extend(
    engine: &mut Engine,
    number: usize,
    cell: &Cell,
    sink: &mut Sink<'_>,
) -> Result<Option<Outcome>, EngineError> {
    let named = items::implemented(cell);
    let mut failure = None;
    // The latest crate knows all earlier ones.
    for at in (0..engine.crates.len())
        .rev()
        .filter(|at| {
            engine.crates[*at]
                .names
                .iter()
                .any(|name| named.contains(name))
        })
        .collect::<Vec<_>>()
    {
        let merged = merged(&engine.crates, at, number, cell);
        let unit = Unit {
            naming: Naming::Version {
                name: &merged.name,
                file: &merged.file(),
            },
            cells: &merged.cells,
            others: at,
        };
        match define::build(engine, &unit, engine.imports.clone())? {
            Ok(Built { object, .. }) => {
                return replace(engine, at, ItemCrate { object, ..merged }, sink).map(Some);
            }
            Err(failed) => failure = Some(failed),
        }
    }
    Ok(failure.map(|failed| Err(diagnostics::report(engine, &failed))))
}

/// Puts a new version in the place of an old one; the crates after it were linked to the old one and are compiled again.
fn replace(
    engine: &mut Engine,
    at: usize,
    merged: ItemCrate,
    sink: &mut Sink<'_>,
) -> Result<Outcome, EngineError> {
    let paths = vec![merged.object.display().to_string()];
    engine.shadow(&merged.names);
    engine.crates[at] = merged;
    let outcome = engine.order(&Order::Load { paths }, sink)?;
    engine.uncancelled(|engine| relink_after(engine, at, sink))?;
    let anew: Vec<String> = engine.crates[at..].iter().flat_map(statics).collect();
    if !anew.is_empty() {
        let names = anew.join("`, `");
        remarks::say(
            sink,
            &format!(
                "`{names}` begins anew: the cell that made it was compiled again, with the new `impl`"
            ),
        );
    }
    Ok(outcome)
}

/// The names of a crate's statics that later cells can use.
fn statics(of: &ItemCrate) -> Vec<String> {
    let is_static = |item: &&Item| match item {
        Item::Static(item) => {
            matches!(item.mutability, syn::StaticMutability::Mut(_)) || is_cell(&item.ty)
        }
        Item::Macro(call) => call.mac.path.is_ident("thread_local"),
        _ => false,
    };
    let names = of.items().filter(is_static).flat_map(item_names);
    names.filter(|name| of.names.contains(name)).collect()
}

/// Whether a static can have changed since it was made.
fn is_cell(ty: &syn::Type) -> bool {
    let changing = ["Atomic", "Mutex", "RwLock", "Once", "Lazy", "Cell"];
    items::words(ty)
        .iter()
        .any(|word| changing.iter().any(|part| word.contains(part)))
}

fn relink_after(engine: &mut Engine, at: usize, sink: &mut Sink<'_>) -> Result<(), EngineError> {
    let mut i = at + 1;
    while i < engine.crates.len() {
        if relink(engine, i, sink)? {
            i += 1;
        } else {
            engine.crates.remove(i);
        }
    }
    Ok(())
}

/// Compiles a crate against the new versions of earlier ones; `false` when it does not fit them.
fn relink(engine: &mut Engine, at: usize, sink: &mut Sink<'_>) -> Result<bool, EngineError> {
    let mut old = engine.crates[at].clone();
    old.version += 1;
    let unit = Unit {
        naming: Naming::Version {
            name: &old.name,
            file: &old.file(),
        },
        cells: &old.cells,
        others: at,
    };
    match define::build(engine, &unit, old.imports_seen.clone())? {
        Ok(Built { object, .. }) => {
            let paths = vec![object.display().to_string()];
            engine.crates[at] = ItemCrate { object, ..old };
            engine.order(&Order::Load { paths }, sink)?.ok();
            Ok(true)
        }
        Err(failed) => {
            let (names, why) = (old.names.join("`, `"), first_words(&failed));
            let note =
                format!("note: `{names}` does not fit the new definitions and is gone: {why}\n");
            sink(Some(Output::Stderr(note.into_bytes())));
            Ok(false)
        }
    }
}
