//! What is known of an exercise without running it.

/// One exercise: one method of a trait marked with `#[exercise]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// Number within the lab, such as `1b`.
    pub id: &'static str,
    /// The lab's section, from 1.
    pub section: u32,
    /// Id of the answer cell: the trait's name in snake case.
    pub answer: &'static str,
    /// The trait whose method this is.
    pub trait_name: &'static str,
    /// The method's name.
    pub method: &'static str,
    /// A few words.
    pub title: &'static str,
    /// What a right answer earns.
    pub points: u32,
    /// What to do, with shapes and ranges; Markdown.
    pub statement: &'static str,
    /// The method's signature, as the student must write it.
    pub signature: &'static str,
    /// From a nudge to the formula.
    pub hints: [&'static str; 3],
}

impl Exercise {
    /// The message with which an unfilled body panics: id, title, first sentence of the statement, first hint.
    pub fn todo(&self) -> String {
        let task = self.statement.split("\n\n").next().unwrap_or_default();
        let task = task.split_whitespace().collect::<Vec<_>>().join(" ");
        format!(
            "TODO {} ({}): {task}\nhint: {}",
            self.id, self.title, self.hints[0]
        )
    }
}

/// A task that a person grades: text that a student writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manual {
    /// Number within the lab, such as `5a`.
    pub id: &'static str,
    /// The lab's section, from 1.
    pub section: u32,
    /// A few words.
    pub title: &'static str,
    /// What a person may give.
    pub points: u32,
    /// Ids of the notebook's cells that are read.
    pub cells: &'static [&'static str],
}

/// A lab: its exercises in the order of the notebook.
#[derive(Clone, Copy, Debug)]
pub struct Lab {
    /// Name of the lab's folder and notebook.
    pub slug: &'static str,
    /// Title for people.
    pub title: &'static str,
    /// The exercises of each trait.
    pub answers: &'static [&'static [Exercise]],
    /// What a person grades.
    pub manual: &'static [Manual],
}

impl Lab {
    /// All exercises in order.
    pub fn exercises(&self) -> impl Iterator<Item = &'static Exercise> + '_ {
        self.answers.iter().flat_map(|group| group.iter())
    }

    /// The exercise with this id.
    pub fn exercise(&self, id: &str) -> Option<&'static Exercise> {
        self.exercises().find(|exercise| exercise.id == id)
    }

    /// Whether tests give points for it; a lab to look round in has none.
    pub fn is_graded(&self) -> bool {
        self.automatic_points() > 0
    }

    /// Points that tests give; manual points come on top.
    pub fn automatic_points(&self) -> u32 {
        self.exercises().map(|exercise| exercise.points).sum()
    }

    /// Points that a person gives.
    pub fn manual_points(&self) -> u32 {
        self.manual.iter().map(|task| task.points).sum()
    }
}

/// Prefix of the panic message of an unfilled exercise.
pub(crate) const TODO_PREFIX: &str = "TODO ";
