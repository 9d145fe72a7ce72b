//! The crate of a cell's statements: one function over the store.

use std::collections::HashSet;

use crate::compile::Kind;
use crate::generated::Generated;
use crate::items::{ItemCrate, prelude, uses_of};
use crate::plan::Plan;
use crate::rewrite;
use crate::source::Cell;
use crate::uses::{self, Import};
use crate::variables::{VariableType, Variables};

/// Source of the crate.
pub fn source(
    number: usize,
    cell: &Cell,
    plan: &Plan,
    variables: &Variables,
    imports: &[Import],
    crates: &[ItemCrate],
) -> Generated {
    let own: Vec<String> = uses::of_cell(cell)
        .into_iter()
        .filter_map(|import| import.name)
        .collect();
    let mut out = prelude(Kind::Statements, imports, crates, &own);
    uses_of(number, cell, &mut vec![], &mut out);
    out.glue("#[unsafe(no_mangle)]");
    out.glue("pub fn noisebook_cell(__store: &mut ::noisebook::cell::Store) -> ::noisebook::cell::Flow {");
    for name in &plan.taken {
        if let Some(VariableType::Named(ty)) = variables.get(name) {
            out.about(
                name,
                &format!("let mut {name}: {ty} = __store.take({name:?});"),
            );
        }
    }
    for name in plan.spared() {
        out.about(
            name,
            &format!("(&__show::Spare(&{name})).remember(__store, {name:?});"),
        );
    }
    out.glue("let __flow = ::noisebook::cell::guard(|__thrown: __flow::Thrown| __thrown.0, || -> ::std::result::Result<(), __flow::Thrown> {");
    body(&mut out, number, cell, plan);
    finish(&mut out, plan);
    out.glue("});");
    for name in plan.kept() {
        // A shadowed variable comes back only when its successor was not stored.
        let when = if plan.bound.contains(name) {
            "if __flow != ::noisebook::cell::Flow::Done "
        } else {
            ""
        };
        out.about(name, &format!("{when}{{ __store.put({name:?}, {name}); }}"));
    }
    out.glue("__store.settle(&__flow);");
    out.glue("__flow");
    out.glue("}");
    out
}

fn body(out: &mut Generated, number: usize, cell: &Cell, plan: &Plan) {
    for (i, (range, statement)) in cell.statements.iter().enumerate() {
        let keep = |start, through: &_| saved(plan, cell, i, start, through);
        out.cell(
            number,
            &cell.text,
            range.clone(),
            &rewrite::statement(statement, &keep),
        );
        // `let` without `;` cannot be; an expression statement may end without one.
        out.glue(";");
    }
    if let Some((range, tail)) = &cell.tail {
        out.glue("(&(");
        out.cell(
            number,
            &cell.text,
            range.clone(),
            &rewrite::expression(tail, &|start, through: &_| {
                saved(plan, cell, cell.statements.len(), start, through)
            }),
        );
        out.glue(")).evcxr_display();");
    }
}

/// What an interrupted loop in the statement `at` does to keep what the statements own: variables that they move and give new
/// values, as training does to its model, and those that they made before.
fn saved(plan: &Plan, cell: &Cell, at: usize, start: usize, through: &HashSet<String>) -> String {
    let made = cell.names_before(at);
    let own = plan.stored().filter(|name| {
        plan.renewed.contains(*name) || (plan.fresh.contains(*name) && made.contains(name))
    });
    let kept = own.filter(|name| {
        !through.contains(*name)
            && !plan.closures.contains_key(*name)
            && !plan.unsaved.contains(&(start, (*name).clone()))
    });
    kept.map(|name| format!("__store.put({name:?}, {name});"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Puts variables away and has the compiler say their types.
fn finish(out: &mut Generated, plan: &Plan) {
    for name in plan.stored() {
        if let Some(closure) = plan.closures.get(name) {
            out.about(name, &closure.line(name));
        }
        out.about(
            name,
            &format!("#[warn(unused_results)] {{ ::noisebook::cell::ty(&{name}); }}"),
        );
        out.about(name, &format!("__store.put({name:?}, {name});"));
    }
    out.glue("#[allow(unreachable_code)] Ok(())");
}
