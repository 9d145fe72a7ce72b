//! What a student may read of a record. The message of a panic stays with the instructor: it is the student's own text and
//! could carry the inputs of a hidden test out.

use crate::{Class, ExerciseRecord, ManualRecord, State, TestRecord};

/// What was found, for the student.
pub(super) fn told(exercise: &ExerciseRecord) -> String {
    match told_apart(exercise) {
        (text, Some(hint)) => format!("{text}\nhint: {hint}"),
        (text, None) => text,
    }
}

/// Whether the name of the state alone says all that was found.
pub(super) fn is_said(exercise: &ExerciseRecord) -> bool {
    matches!(exercise.state, State::Passed | State::Todo) && exercise.carried.is_none()
}

/// `1 submission`, `2 submissions`: a number with its noun.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// What was found, and the hint.
pub(super) fn told_apart(exercise: &ExerciseRecord) -> (String, Option<String>) {
    let place = place(exercise);
    let message = exercise.message.as_deref().unwrap_or_default();
    let text = match exercise.state {
        State::Passed => return (passed(exercise), None),
        State::Refused => format!("not run{place}: {message}"),
        State::CompileError => format!("does not compile{place}:\n{message}"),
        state => ended(state, exercise.class, message),
    };
    let text = match &exercise.carried {
        Some(carried) => {
            format!(
                "{text}\n(the same with the reference's {})",
                list(&carried.replaced)
            )
        }
        None => text,
    };
    (text, exercise.hint.clone())
}

/// What was found in one hidden test, for the student.
pub(super) fn test_told(test: &TestRecord) -> String {
    ended(
        test.state,
        test.class,
        test.message.as_deref().unwrap_or_default(),
    )
}

fn ended(state: State, class: Option<Class>, message: &str) -> String {
    match (state, class) {
        (State::Passed, _) => "passed".into(),
        (State::Todo, _) => "still a TODO".into(),
        (State::Missing | State::Refused | State::CompileError, _) => message.into(),
        (State::Crashed, _) => "the program ended in the middle of a hidden test".into(),
        (State::TimedOut, _) => "no answer in time".into(),
        (State::NotGraded, _) => "not graded yet: your instructor will look at it".into(),
        (State::Failed, Some(Class::Panicked)) => "it panicked in a hidden test".into(),
        (State::Failed, Some(Class::BadReply)) => "a hidden test could not read its result".into(),
        (State::Failed, _) => message.into(),
    }
}

fn passed(exercise: &ExerciseRecord) -> String {
    match &exercise.carried {
        Some(carried) => format!(
            "all hidden tests passed with the reference's {} in the place of yours",
            list(&carried.replaced)
        ),
        None => "all hidden tests passed".into(),
    }
}

fn list(ids: &[String]) -> String {
    ids.join(" and ")
}

fn place(exercise: &ExerciseRecord) -> String {
    match exercise.place.map(|place| (place.cell, place.line)) {
        Some((cell, Some(line))) => format!(" (cell {cell}, line {line})"),
        Some((cell, None)) => format!(" (cell {cell})"),
        None => String::new(),
    }
}

/// What stands above the exercises.
pub(super) fn headline(record: &crate::Record) -> Option<String> {
    let rejected = record
        .rejected
        .as_ref()
        .map(|why| format!("This notebook could not be graded: {why}"));
    let waiting = record
        .needs_a_person()
        .then(|| "Not graded yet: your instructor will look at it.".to_owned());
    rejected.or(waiting)
}

/// What a person said of a task, for the student.
pub(super) fn given(task: &ManualRecord) -> String {
    match (&task.comment, task.points) {
        (Some(comment), _) => comment.clone(),
        (None, Some(_)) => "graded by a person".into(),
        (None, None) => "to be graded by a person".into(),
    }
}
