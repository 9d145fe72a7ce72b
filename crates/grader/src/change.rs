//! Who changes when a class is graded again.

use std::fmt;

use crate::{Record, State};

/// A submission whose result is another than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The submission.
    pub submission: String,
    /// Points of tests before and now.
    pub points: (u32, u32),
    /// Exercises that ended differently: id, before and now.
    pub exercises: Vec<(String, State, State)>,
}

impl Change {
    /// What differs between two records of one submission; nothing if nothing that counts does.
    #[must_use]
    pub fn between(before: &Record, now: &Record) -> Option<Self> {
        let pairs = now.exercises.iter().filter_map(|exercise| {
            let before = before.exercises.iter().find(|old| old.id == exercise.id)?;
            (before.state != exercise.state)
                .then(|| (exercise.id.clone(), before.state, exercise.state))
        });
        let change = Self {
            submission: now.submission.clone(),
            points: (before.points, now.points),
            exercises: pairs.collect(),
        };
        let same = before.points == now.points && change.exercises.is_empty();
        (!same || before.rejected != now.rejected).then_some(change)
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (before, now) = self.points;
        write!(f, "{}: {before} → {now} points", self.submission)?;
        let mut lead = " (";
        for (id, before, now) in &self.exercises {
            write!(f, "{lead}{id}: {} → {}", before.name(), now.name())?;
            lead = ", ";
        }
        f.write_str(if self.exercises.is_empty() { "" } else { ")" })
    }
}
