//! From notebook to points, with the real course, compiler and sandbox.

mod support;

use grader::State;
use support::{grader, key, options, released, scratch, submission, timeless};

#[test]
fn the_untouched_notebook_earns_nothing() {
    let folder = scratch();
    let record =
        grader(folder.path(), options()).grade(&submission(folder.path(), "anna", &released()));
    assert_eq!((record.points, record.max_points), (0, 80));
    assert!(
        record
            .exercises
            .iter()
            .all(|exercise| exercise.state == State::Todo),
        "{record:#?}"
    );
}

#[test]
fn the_answer_key_earns_everything_and_twice_the_same() {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let submission = submission(folder.path(), "anna", &key().notebook(&released()).unwrap());
    let (first, second) = (grader.grade(&submission), grader.grade(&submission));
    assert_eq!(first.points, 80, "{first:#?}");
    assert_eq!(timeless(&first), timeless(&second));
}
