use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

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
    /// For each exercise, the earlier ones on whose answers it may build.
    pub builds_on: BTreeMap<String, Vec<String>>,
    /// What answers for earlier exercises in their place.
    pub reference: Option<Reference>,
    /// The notebook that students received.
    pub released: Notebook,
}

/// A program that serves the reference bodies on the pipes of a worker. It runs in a sandbox of its own: what a student's
/// code asks it for must not cost the judge its memory or time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
}

impl GradedLab {
    /// The earlier exercises on which `exercise` builds.
    pub fn builds_on(&self, exercise: &Exercise) -> impl Iterator<Item = &'static Exercise> {
        let ids = self.builds_on.get(exercise.id).into_iter().flatten();
        ids.filter_map(|id| self.lab.exercise(id))
    }

    /// The hidden tests of one exercise, in order.
    pub fn tests_of<'a>(&'a self, exercise: &'a Exercise) -> impl Iterator<Item = &'a Test> {
        self.tests
            .iter()
            .filter(move |test| test.exercise == exercise.id)
    }
}
