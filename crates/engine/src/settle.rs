//! What a cell leaves behind: variables, or the reasons why they are not there.

use crate::child::Sink;
use crate::endings;
use crate::plan::Plan;
use crate::remarks;
use crate::session::{Engine, Outcome};
use crate::variables::VariableType;

/// Notes down which variables there are now, and why others are not.
pub fn settle(
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
