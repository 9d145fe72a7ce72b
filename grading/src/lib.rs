//! Hidden tests of every lab, the mutants that prove them, and the goldens that pin the reference bodies. Never shipped.
//!
//! A test calls a [`Subject`] and compares what comes back with what `solutions` gives in this process, so that expected
//! values never reach the body under test. A mutant is a reference body with one mistake that students make.

pub mod course;
pub mod ddpm;
pub mod elbo;
mod evidence;
pub mod film_unet;
pub mod forward;
mod given;
pub mod goldens;
pub mod hostile;
pub mod key;
mod matrix;
mod mistakes;
pub mod nbgrader;
pub mod reference;
pub mod rubric;
#[cfg(test)]
mod tests;
mod walk;

use exercise::{Handler, Lab, Subject, Test, Verdict};

pub use matrix::{KillMatrix, MatrixRow};

/// What grades one lab.
pub struct LabTests {
    /// What is known of the lab without running it.
    pub lab: &'static Lab,
    /// Hidden tests, one group for each answer.
    pub tests: &'static [&'static [Test]],
    /// Wrong bodies that the tests must catch, one group for each answer.
    pub mutants: &'static [&'static [Mutant]],
    /// Handlers of the stub, one for each answer.
    pub stub: fn() -> Vec<Handler<'static>>,
    /// Handlers of the reference bodies, one for each answer.
    pub reference: fn() -> Vec<Handler<'static>>,
}

/// A body with one known mistake; its other methods are the stub's.
#[derive(Clone, Copy)]
pub struct Mutant {
    /// The exercise that is done wrong, such as `1b`.
    pub exercise: &'static str,
    /// The mistake, in a few words.
    pub name: &'static str,
    /// Answers calls with the wrong body.
    pub handler: fn() -> Handler<'static>,
}

/// Every graded lab.
pub static LABS: &[LabTests] = &[forward::TESTS, elbo::TESTS, ddpm::TESTS, film_unet::TESTS];

/// The tests of the lab with this slug.
pub fn lab(slug: &str) -> Option<&'static LabTests> {
    LABS.iter().find(|tests| tests.lab.slug == slug)
}

impl LabTests {
    /// All hidden tests, in the order of the lab.
    pub fn tests(&self) -> impl Iterator<Item = &'static Test> + use<> {
        self.tests.iter().flat_map(|group| group.iter())
    }

    /// The hidden tests of one exercise.
    pub fn tests_of<'a>(&self, exercise: &'a str) -> impl Iterator<Item = &'static Test> + use<'a> {
        self.tests().filter(move |test| test.exercise == exercise)
    }

    /// All mutants, in the order of the lab.
    pub fn mutants(&self) -> impl Iterator<Item = &'static Mutant> + use<> {
        self.mutants.iter().flat_map(|group| group.iter())
    }

    /// Runs every hidden test on one body in this process.
    pub fn run(&self, handlers: Vec<Handler<'_>>, seed: u64) -> Vec<(&'static Test, Verdict)> {
        let subject = Subject::local(handlers, seed);
        self.tests()
            .map(|test| (test, test.run(&subject)))
            .collect()
    }

    /// Runs every mutant through the tests of its exercise.
    pub fn kill_matrix(&self, seed: u64) -> KillMatrix {
        KillMatrix::new(self, seed)
    }
}

/// The kill matrix of every lab, in the order of [`LABS`].
pub fn kill_matrix(seed: u64) -> Vec<KillMatrix> {
    LABS.iter().map(|lab| lab.kill_matrix(seed)).collect()
}

impl std::fmt::Debug for Mutant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.exercise, self.name)
    }
}
