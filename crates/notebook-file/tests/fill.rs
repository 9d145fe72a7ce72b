//! Released cells win over everything but answers and texts.

mod common;

use std::collections::BTreeMap;

use common::{cell, doubling, released};
use notebook_file::{Cell, extract_answers, fill, sanitise};

#[test]
fn answers_go_into_their_cells() {
    let answers = BTreeMap::from([("doubling".to_owned(), doubling("2.0 * x"))]);
    let filled = fill(&released(), &answers).unwrap();
    let changed = filled
        .cells
        .iter()
        .zip(&released().cells)
        .filter(|(a, b)| a != b)
        .count();
    assert_eq!(changed, 1);
    assert_eq!(
        extract_answers(&filled, &released()).source("doubling"),
        Some(doubling("2.0 * x").as_str())
    );
}

#[test]
fn answers_without_a_cell_are_an_error() {
    let answers = BTreeMap::from([("halving".to_owned(), String::new())]);
    let error = fill(&released(), &answers).unwrap_err().to_string();
    assert_eq!(
        error,
        "no answer cell for `halving`: the notebook has `doubling`, `square_root`"
    );
}

#[test]
fn sanitising_keeps_answers_and_texts_only() {
    let mut submission = released();
    cell(&mut submission, "a-doubling").source = doubling("2.0 * x");
    cell(&mut submission, "c-doubling").source = "println!(\"passed\");".into();
    cell(&mut submission, "discuss").source = "Squares are positive.".into();
    submission.cells.insert(1, Cell::code("fn evil() {}"));
    let clean = sanitise(&released(), &extract_answers(&submission, &released()));
    let mut expected = released();
    cell(&mut expected, "a-doubling").source = doubling("2.0 * x");
    cell(&mut expected, "discuss").source = "Squares are positive.".into();
    assert_eq!(clean, expected);
}

#[test]
fn the_prelude_is_the_setup_cells_code() {
    assert_eq!(
        released().setup_source(),
        "use labs::numbers::*;\nuse labs::check;\n"
    );
}
