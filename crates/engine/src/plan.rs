//! What becomes of the variables that a cell mentions. The compiler decides: a guess, its errors, a better guess.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::assigned::assigned;
use crate::closures::{self, Closure};
use crate::compile::{Diagnostic, Span};
use crate::copies;
use crate::failed::Failed;
use crate::generated::{Generated, Origin};
use crate::items;
use crate::session::Engine;
use crate::source::{Cell, mentions};
use crate::variables::VariableType;

/// What becomes of variables; found out by compiling.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Earlier variables that the cell mentions.
    pub taken: Vec<String>,
    /// Of these, the ones that the statements move and give a new value: put back at their end.
    pub renewed: BTreeSet<String>,
    /// Of these, the ones that the statements move away: gone.
    pub moved: BTreeSet<String>,
    /// New variables.
    pub bound: Vec<String>,
    /// Of these, the ones that cannot be kept, because they borrow or are moved again.
    pub dropped: BTreeSet<String>,
    /// Of these, the ones that borrow.
    pub borrowing: BTreeSet<String>,
    /// New variables that no earlier one has the name of.
    pub fresh: BTreeSet<String>,
    /// Earlier variables of which a copy is kept, in case that the cell loses them and does not get to its end.
    pub copied: BTreeSet<String>,
    /// New variables that are closures, to be boxed at the end.
    pub closures: BTreeMap<String, Closure>,
    /// Names that the statements give new values.
    assigned: BTreeSet<String>,
    /// What cannot be put away where an interrupt may hit: the byte of the cell, and the variable.
    pub unsaved: BTreeSet<(usize, String)>,
}

impl Plan {
    /// The first guess: every variable that is mentioned stays; one that is given away for a new value is put back at the end.
    pub fn guess(engine: &Engine, cell: &Cell) -> Self {
        let ranges = cell
            .statements
            .iter()
            .map(|(range, _)| range)
            .chain(cell.tail.iter().map(|(range, _)| range));
        let found: HashSet<String> = ranges
            .flat_map(|range| mentions(&cell.text[range.clone()]))
            .collect();
        let known = engine
            .crates
            .iter()
            .flat_map(|crates| crates.items())
            .chain(cell.items.iter().map(|(_, item)| item));
        let bound = cell.bindings(&items::constants(known));
        let named = |(name, ty): (&String, &VariableType)| {
            (found.contains(name) && matches!(ty, VariableType::Named(_))).then(|| name.clone())
        };
        let taken: Vec<String> = engine.variables.iter().filter_map(named).collect();
        let assigned = assigned(cell);
        let text = |name: &String| engine.variables.get(name).map_or("", VariableType::text);
        let renewed = taken.iter().filter(|name| {
            assigned.from_itself.contains(*name) && !copies::is_primitive(text(name))
        });
        let copied = taken
            .iter()
            .filter(|name| copies::is_data(text(name), &engine.crates));
        let (renewed, copied) = (renewed.cloned().collect(), copied.cloned().collect());
        let fresh = bound
            .iter()
            .filter(|name| !engine.variables.contains_key(*name))
            .cloned()
            .collect();
        Self {
            bound,
            fresh,
            taken,
            renewed,
            copied,
            closures: closures::bound(cell),
            assigned: assigned.all,
            ..Self::default()
        }
    }

    /// Earlier variables that stay outside of the statements' closure, and so survive a panic.
    pub fn kept(&self) -> impl Iterator<Item = &String> {
        self.taken
            .iter()
            .filter(|name| !self.renewed.contains(*name) && !self.moved.contains(*name))
    }

    /// Of the earlier variables inside of the closure, those of which a copy is kept.
    pub fn spared(&self) -> impl Iterator<Item = &String> {
        let inside = |name: &&String| self.renewed.contains(*name) || self.moved.contains(*name);
        self.copied.iter().filter(inside)
    }

    /// Variables put into the store by the statements' last line.
    pub fn stored(&self) -> impl Iterator<Item = &String> {
        let renewed = self
            .renewed
            .iter()
            .filter(|name| !self.bound.contains(*name) && !self.moved.contains(*name));
        self.bound
            .iter()
            .filter(|name| !self.dropped.contains(*name))
            .chain(renewed)
    }

    /// Changes the plan as errors at lines about variables demand; `false` when the errors are the reader's.
    pub fn adapt(&mut self, failed: &Failed) -> bool {
        let mut changed = false;
        for error in failed
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.level == "error")
        {
            let code = error.code.as_ref().map_or("", |code| code.code.as_str());
            changed |= self.give_up_saving(error, &failed.generated);
            for name in about(error, &failed.generated) {
                changed |= self.give_up_boxing(&name, code) || self.give_up(&name, code);
            }
        }
        changed
    }

    /// A variable that is moved or borrowed where an interrupt may hit cannot be put away there.
    fn give_up_saving(&mut self, error: &Diagnostic, generated: &Generated) -> bool {
        let name = error.message.split('`').nth(1).unwrap_or_default();
        let inserted = error
            .spans
            .iter()
            .filter_map(|span| generated.insertion(span.line_start, span.column_start));
        let before = self.unsaved.len();
        self.unsaved
            .extend(inserted.map(|at| (at, name.to_owned())));
        self.unsaved.len() > before
    }

    /// One step down for a closure: boxed as one that changes what it has captured, then not at all.
    fn give_up_boxing(&mut self, name: &str, code: &str) -> bool {
        let Some(closure) = self.closures.remove(name) else {
            return false;
        };
        let next = closure.next().filter(|_| code == "E0525");
        self.closures
            .extend(next.map(|next| (name.to_owned(), next)));
        // What borrows cannot be kept without a box either.
        !BORROWED.contains(&code)
    }

    /// A closure whose type cannot be written elsewhere stays what it is.
    pub fn without_foreign(&mut self, learned: &[(String, VariableType)]) -> bool {
        let before = self.closures.len();
        self.closures.retain(|name, _| {
            let ty = learned.iter().find(|(other, _)| other == name);
            ty.is_none_or(|(_, ty)| closures::can_be_written(ty.text()))
        });
        self.closures.len() < before
    }

    /// One step down for a variable: kept outside, then put back inside, then gone.
    fn give_up(&mut self, name: &String, code: &str) -> bool {
        let moved = ["E0382", "E0381", "E0507"].contains(&code);
        let borrows = BORROWED.contains(&code);
        // Bound by a pattern that does not bind after all.
        if code == "E0425" && self.bound.contains(name) {
            self.bound.retain(|bound| bound != name);
            return true;
        }
        if !moved && !borrows {
            return false;
        }
        if self.bound.contains(name)
            && !self.dropped.contains(name)
            && !(moved && self.kept().any(|kept| kept == name))
        {
            if borrows {
                self.borrowing.insert(name.clone());
            }
            return self.dropped.insert(name.clone());
        }
        if !self.taken.contains(name) {
            return false;
        }
        let again = self.renewed.contains(name) || self.bound.contains(name);
        if again || !self.assigned.contains(name) {
            return self.moved.insert(name.clone());
        }
        self.renewed.insert(name.clone())
    }
}

const BORROWED: [&str; 10] = [
    "E0597", "E0505", "E0716", "E0521", "E0310", "E0499", "E0502", "E0506", "E0503", "E0373",
];

/// The variables that an error is about. Where one borrows from another, the borrower alone: the other can stay.
fn about(error: &Diagnostic, generated: &Generated) -> BTreeSet<String> {
    let variable = |span: &Span| match generated.origin(span.line_start) {
        Origin::Variable(name) => Some(name.clone()),
        _ => None,
    };
    let borrows = |span: &&Span| {
        let label = span.label.as_deref().unwrap_or_default();
        label.contains("later used") || label.contains("requires that")
    };
    let borrowers: BTreeSet<String> = error
        .spans
        .iter()
        .filter(borrows)
        .filter_map(variable)
        .collect();
    if borrowers.is_empty() {
        error.spans.iter().filter_map(variable).collect()
    } else {
        borrowers
    }
}
