//! Errors that are carried forward.

use grader::{ExerciseRecord, State};
use grading::key::Key;

use crate::support::{grader, key, options, scratch, submission};
use crate::{notebook, up_to};

/// An answer to 3a that walks with the student's own single step of 1c.
fn by_single_steps() -> Key {
    let steps = "let mut states = vec![x0.clone()];\nlet mut x = x0;\nfor beta in &schedule.betas[..t.get()] {\n    x = MyReparameterization.forward_step_sampling(x, *beta);\n    states.push(x.clone());\n}\n(x, states)";
    key().with_body("3a", steps)
}

fn record_of(key: &Key, id: &str) -> ExerciseRecord {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let submission = submission(folder.path(), "anna", &notebook(key));
    let work = up_to("score", &grader, &submission).unwrap();
    let found = work.exercises.iter().find(|exercise| exercise.id == id);
    found.unwrap().clone()
}

#[test]
fn an_earlier_slip_is_not_counted_twice() {
    let own = record_of(&by_single_steps(), "3a");
    assert_eq!(
        (own.points, own.carried),
        (8, None),
        "the own step is right"
    );

    let slip = by_single_steps().with_body("1c", "(x_prev * (1.0 - beta_t)).detach()");
    let carried = record_of(&slip, "3a");
    assert_eq!(
        (carried.state, carried.points),
        (State::Passed, 8),
        "{carried:#?}"
    );
    let how = carried.carried.unwrap();
    assert_eq!((how.replaced, how.earned), (vec!["1c".to_owned()], true));
    assert!(how.own.is_some(), "what was found with the own step");

    let both = by_single_steps()
        .with_body("1c", "(x_prev * (1.0 - beta_t)).detach()")
        .with_body(
            "3a",
            "(MyReparameterization.forward_step_sampling(x0.clone(), 0.5), vec![x0])",
        );
    let wrong = record_of(&both, "3a");
    assert_eq!((wrong.state, wrong.points), (State::Failed, 0));
    assert!(!wrong.carried.unwrap().earned);
}

#[test]
fn no_answer_gets_the_references_value_of_its_own_exercise() {
    for call in [
        "Scaffold.sequential(x0, t, schedule)",
        "MyForwardJump::sequential(&MyForwardJump, x0, t, schedule)",
    ] {
        let cheat = key()
            .with_body("1c", "x_prev.zeros_like()")
            .with_body("3a", call);
        let found = record_of(&cheat, "3a");
        assert_eq!(found.points, 0, "{call}: {found:#?}");
    }
    let other =
        "let (x, _) = Scaffold.direct(x0.clone(), t, schedule);\n(x, vec![x0; t.get() + 1])";
    let cheat = key()
        .with_body("1c", "x_prev.zeros_like()")
        .with_body("3a", other);
    assert_eq!(record_of(&cheat, "3a").state, State::Todo);
}
