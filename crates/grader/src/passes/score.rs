//! Points: an exercise earns all of its points when it has hidden tests and every one of them left a pass, and none otherwise.

use exercise::{CallError, Exercise, Failure, Test, Verdict};

use super::run::{answer_of, blank};
use crate::work::Retried;
use crate::{
    Answer, Carried, Class, ExerciseRecord, Grader, Rejection, Standing, State, TestRecord, Work,
};

pub(super) fn score<'a>(_: &'a Grader, mut work: Work<'a>) -> Result<Work<'a>, Rejection> {
    let lab = work.lab()?;
    work.exercises = lab
        .lab
        .exercises()
        .map(|exercise| judged(exercise, &work))
        .collect();
    Ok(work)
}

fn judged(exercise: &Exercise, work: &Work<'_>) -> ExerciseRecord {
    let answer = answer_of(exercise, work);
    let dropped = answer.and_then(|answer| answer.dropped(exercise.method));
    let own = own_verdict(exercise, work);
    let retried = work
        .carried
        .iter()
        .find(|retried| retried.tested.exercise == exercise.id);
    let (found, tests, carried) = match retried {
        None => (own, tests_of(exercise, work).to_vec(), None),
        Some(retried) => with_reference(retried, own, answer, tests_of(exercise, work)),
    };
    let mut place = answer.and_then(|answer| answer.place);
    if let (Some(place), Some(dropped)) = (&mut place, dropped) {
        place.line = dropped.line;
    }
    let passed = found.state == State::Passed;
    ExerciseRecord {
        id: exercise.id.into(),
        title: exercise.title.into(),
        answer: exercise.answer.into(),
        points: if passed { exercise.points } else { 0 },
        max_points: exercise.points,
        state: found.state,
        class: found.class,
        place,
        message: found.message,
        hint: found.hint,
        tests,
        carried,
    }
}

/// What the tests found with the reference's earlier answers counts only if every one of them passed then.
fn with_reference(
    retried: &Retried,
    own: TestRecord,
    answer: Option<&Answer>,
    own_tests: &[TestRecord],
) -> (TestRecord, Vec<TestRecord>, Option<Carried>) {
    let found = verdict(answer, &retried.tested.tests);
    let earned = found.state == State::Passed;
    let carried = Carried {
        replaced: retried.replaced.iter().map(|id| (*id).into()).collect(),
        earned,
        own: own.message.clone().filter(|_| earned),
    };
    if earned {
        (found, retried.tested.tests.clone(), Some(carried))
    } else {
        (own, own_tests.to_vec(), Some(carried))
    }
}

/// How the exercise ended with the student's own earlier answers.
pub(super) fn own_verdict(exercise: &Exercise, work: &Work<'_>) -> TestRecord {
    let answer = answer_of(exercise, work);
    match answer.and_then(|answer| answer.dropped(exercise.method)) {
        Some(dropped) => state(State::CompileError, &dropped.message),
        None => verdict(answer, tests_of(exercise, work)),
    }
}

fn tests_of<'a>(exercise: &Exercise, work: &'a Work<'_>) -> &'a [TestRecord] {
    let tested = work
        .tested
        .iter()
        .find(|tested| tested.exercise == exercise.id);
    tested.map_or(&[], |tested| &tested.tests)
}

fn state(state: State, message: &str) -> TestRecord {
    TestRecord {
        name: String::new(),
        state,
        class: None,
        message: Some(message.into()),
        hint: None,
    }
}

/// What decides an exercise: its answer if that could not be tested, else the first test that did not pass, else the last.
fn verdict(answer: Option<&Answer>, tests: &[TestRecord]) -> TestRecord {
    match answer.map(|answer| &answer.standing) {
        Some(Standing::Out(out, message)) => state(*out, message),
        None => state(State::NotGraded, "the grader lost this answer"),
        Some(Standing::Given(_)) => {
            let decisive = tests
                .iter()
                .find(|test| test.state != State::Passed)
                .or(tests.last());
            decisive
                .cloned()
                .unwrap_or_else(|| state(State::NotGraded, "no hidden test ran"))
        }
    }
}

/// What is kept of a verdict.
pub(super) fn record(test: &Test, verdict: Verdict) -> TestRecord {
    match verdict {
        Verdict::Passed => blank(test, State::Passed),
        Verdict::Unfilled(todo) => TestRecord {
            message: Some(todo),
            ..blank(test, State::Todo)
        },
        Verdict::Broken(why) => TestRecord {
            message: Some(format!("the hidden test broke: {why}")),
            ..blank(test, State::NotGraded)
        },
        Verdict::Failed(Failure {
            message,
            hint,
            call,
        }) => {
            let (state, class) = sort(call.as_ref());
            TestRecord {
                class,
                message: Some(message),
                hint,
                ..blank(test, state)
            }
        }
    }
}

fn sort(call: Option<&CallError>) -> (State, Option<Class>) {
    match call {
        None => (State::Failed, Some(Class::WrongValue)),
        Some(CallError::Mismatch { .. }) => (State::Failed, Some(Class::WrongType)),
        Some(CallError::Panicked { .. }) => (State::Failed, Some(Class::Panicked)),
        Some(CallError::BadReply { .. } | CallError::Unknown(_)) => {
            (State::Failed, Some(Class::BadReply))
        }
        Some(CallError::Unfilled(_)) => (State::Todo, None),
        Some(CallError::TimedOut { .. }) => (State::TimedOut, None),
        Some(CallError::Died { .. }) => (State::Crashed, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(state: State) -> TestRecord {
        TestRecord {
            name: "t".into(),
            state,
            class: None,
            message: None,
            hint: None,
        }
    }

    fn answer(standing: Standing) -> Answer {
        Answer {
            id: "a".into(),
            trait_name: "A".into(),
            place: None,
            standing,
            dropped: Vec::new(),
        }
    }

    fn ends(standing: Standing, tests: &[State]) -> State {
        let tests: Vec<_> = tests.iter().copied().map(test).collect();
        verdict(Some(&answer(standing)), &tests).state
    }

    #[test]
    fn only_passes_and_at_least_one_pass() {
        let given = || Standing::Given(String::new());
        assert_eq!(
            ends(given(), &[State::Passed, State::Passed]),
            State::Passed
        );
        assert_eq!(
            ends(given(), &[State::Passed, State::Failed, State::Passed]),
            State::Failed
        );
        assert_eq!(ends(given(), &[]), State::NotGraded);
        assert_eq!(
            ends(Standing::Out(State::Todo, String::new()), &[State::Passed]),
            State::Todo
        );
        assert_eq!(
            verdict(None, &[test(State::Passed)]).state,
            State::NotGraded
        );
    }

    #[test]
    fn a_broken_test_is_nobodys_failure() {
        let test = Test {
            exercise: "1a",
            name: "t",
            run: |_| Ok(()),
        };
        assert_eq!(
            record(&test, Verdict::Broken("index".into())).state,
            State::NotGraded
        );
        let died = CallError::Died {
            method: "m".into(),
            reason: "r".into(),
        };
        assert_eq!(
            record(&test, Verdict::Failed(died.into())).state,
            State::Crashed
        );
    }
}
