use exercise::{Exercise, Lab, Test};
use notebook_file::Notebook;

use crate::ManualTask;

/// A lab as the grader needs it.
#[derive(Debug, Clone)]
pub struct GradedLab {
    /// Its exercises and points.
    pub lab: Lab,
    /// The hidden tests; an exercise without one can earn nothing.
    pub tests: Vec<Test>,
    /// What a person grades.
    pub manual: Vec<ManualTask>,
    /// The notebook that students received.
    pub released: Notebook,
}

impl GradedLab {
    /// The hidden tests of one exercise, in order.
    pub fn tests_of<'a>(&'a self, exercise: &'a Exercise) -> impl Iterator<Item = &'a Test> {
        self.tests
            .iter()
            .filter(move |test| test.exercise == exercise.id)
    }
}
