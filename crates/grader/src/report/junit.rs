//! JUnit XML: a suite for each exercise, a case for each hidden test.

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::words::{given, test_told, told};
use crate::{ExerciseRecord, GradeError, ManualRecord, Record, State, TestRecord};

/// A record for tools that read JUnit XML. It says what a student may see.
///
/// # Errors
/// [`GradeError::Page`] when it cannot be written: a mistake of ours.
pub fn junit(record: &Record) -> Result<String, GradeError> {
    let mut report = Report::new(record.submission.clone());
    for exercise in &record.exercises {
        report.add_test_suite(suite(exercise));
    }
    for task in &record.manual {
        let mut suite = TestSuite::new(format!("{} {}", task.id, task.title));
        suite.add_test_case(manual(task));
        report.add_test_suite(suite);
    }
    let text = report.to_string();
    text.map_err(|error| GradeError::Page(error.to_string()))
}

fn suite(exercise: &ExerciseRecord) -> TestSuite {
    let mut suite = TestSuite::new(format!("{} {}", exercise.id, exercise.title));
    let cases = exercise.tests.iter().map(|test| case(exercise, test));
    suite.add_test_cases(cases);
    if exercise.tests.is_empty() {
        let status = status(exercise.state, told(exercise));
        suite.add_test_case(named("answer", &exercise.id, status));
    }
    suite
}

fn case(exercise: &ExerciseRecord, test: &TestRecord) -> TestCase {
    let status = status(test.state, test_told(test));
    named(&test.name, &exercise.id, status)
}

fn manual(task: &ManualRecord) -> TestCase {
    let status = match task.points {
        Some(_) => TestCaseStatus::success(),
        None => skipped(given(task)),
    };
    named("graded by a person", &task.id, status)
}

fn named(name: &str, exercise: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(name, status);
    case.set_classname(exercise);
    case
}

fn status(state: State, told: String) -> TestCaseStatus {
    let kind = match state {
        State::Passed => return TestCaseStatus::success(),
        State::NotGraded => return skipped(told),
        State::Failed | State::Todo | State::Missing => NonSuccessKind::Failure,
        State::Refused | State::CompileError | State::Crashed | State::TimedOut => {
            NonSuccessKind::Error
        }
    };
    let mut status = TestCaseStatus::non_success(kind);
    status.set_message(state.name()).set_description(told);
    status
}

fn skipped(told: String) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(told);
    status
}
