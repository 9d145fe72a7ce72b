//! Tests of an exercise: public checks in a lab, hidden tests in the grader.

use crate::call::{catch, panic_message};
use crate::{CallError, Failure, Subject};

/// What a test's function returns.
pub type TestResult = Result<(), Failure>;

/// A test of one exercise.
#[derive(Clone, Copy)]
pub struct Test {
    /// The exercise it tests, such as `1b`.
    pub exercise: &'static str,
    /// What it shows, in a few words.
    pub name: &'static str,
    /// Calls the subject and compares.
    pub run: fn(&Subject<'_>) -> TestResult,
}

/// How a test ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The body does what the test asks.
    Passed,
    /// The body is still the scaffold's.
    Unfilled(String),
    /// The body does something else, or crashed, or gave nothing.
    Failed(Failure),
    /// The test itself broke: nobody's answer is to blame, and nobody gains.
    Broken(String),
}

impl Test {
    /// Runs the test.
    pub fn run(&self, subject: &Subject<'_>) -> Verdict {
        match catch(|| (self.run)(subject)) {
            Ok(Ok(())) => Verdict::Passed,
            Ok(Err(failure)) => verdict(failure),
            Err(panic) => match panic.downcast::<CallError>() {
                Ok(error) => verdict(Failure::from(*error)),
                Err(panic) => Verdict::Broken(panic_message(panic.as_ref())),
            },
        }
    }
}

fn verdict(failure: Failure) -> Verdict {
    match failure.call {
        Some(CallError::Unfilled(todo)) => Verdict::Unfilled(todo),
        _ => Verdict::Failed(failure),
    }
}

impl Verdict {
    /// Whether the test passed. Nothing else earns points.
    pub fn passed(&self) -> bool {
        matches!(self, Self::Passed)
    }
}

impl std::fmt::Debug for Test {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.exercise, self.name)
    }
}
