//! Wrong answers, and the words that a student must get.

use exercise::Verdict;
use labs::{Answer, check};

/// The check of `id` fails with a hint that contains `words`.
#[track_caller]
pub fn caught<Kind, A: Answer<Kind>>(answer: &A, id: &str, words: &str) {
    let report = check(answer);
    let (_, verdict) = report
        .lines()
        .iter()
        .find(|(exercise, _)| exercise.id == id)
        .unwrap();
    let Verdict::Failed(failure) = verdict else {
        panic!("{id}: expected a failure, got {verdict:?}")
    };
    assert!(failure.to_string().contains(words), "{id}: {failure}");
}

/// An answer to some of a trait's exercises, wrong; the others stay with the scaffold.
#[macro_export]
macro_rules! wrong {
    ($name:ident: $trait:ident { $($body:tt)* }) => {
        struct $name;
        impl $trait for $name { $($body)* }
    };
}
