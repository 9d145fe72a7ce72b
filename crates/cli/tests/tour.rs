//! The tour as its reader runs it: every cell does what its text promises, its mistakes on purpose included.

mod jupyter;

use std::path::Path;

use jupyter::{Executed, execute};
use serde_json::Value;

fn toured(feature: &str) -> Executed {
    let notebooks = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../notebooks");
    execute(&notebooks.join("tour.ipynb"), "noisebook", feature)
}

fn errors(executed: &Executed) -> Vec<(&str, &str)> {
    let cells = executed.notebook["cells"].as_array().unwrap();
    let outputs = cells
        .iter()
        .filter_map(|cell| Some((cell["id"].as_str()?, cell["outputs"].as_array()?)));
    let error = |output: &&Value| output["output_type"] == "error";
    outputs
        .filter_map(|(id, outputs)| Some((id, outputs.iter().find(error)?["evalue"].as_str()?)))
        .collect()
}

fn shows(executed: &Executed, id: &str, expected: &str) {
    let outputs = executed.cell(id)["outputs"].to_string();
    assert!(outputs.contains(expected), "{id}: {outputs}");
}

fn runs_as_told(executed: &Executed) {
    let log = &executed.stderr;
    assert!(!log.contains("Compiling"), "{log}");
    for (id, expected) in [
        ("six-by-seven", "42"),
        ("losses-grow", "[0.9, 0.45]"),
        ("sigmoid", "sigmoid(2) = 0.881"),
        ("device", "cpu"),
        ("matmul", "[2, 3] times [3, 2] gives [2, 2]"),
        ("autodiff", "[3.0, 12.0, 27.0]"),
        ("later", "[3.0, 12.0, 27.0]"),
        ("descent", "10000/10000"),
        ("landscape", "image/png"),
        ("mnist", "image/png"),
        ("survived", "x is still [2, 3], and losses has 2 numbers"),
        ("hint", "What share of `a` is left"),
    ] {
        shows(executed, id, expected);
    }
}

#[test]
fn the_tour_runs_to_its_end_for_a_student() {
    let executed = toured("stub");
    runs_as_told(&executed);
    let errors = errors(&executed);
    let ids: Vec<&str> = errors.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, ["compile-error", "panic", "dissolve"]);
    assert!(
        errors[0].1.contains("cannot assign twice"),
        "{}",
        errors[0].1
    );
    assert!(errors[1].1.contains("[4, 5]"), "{}", errors[1].1);
    assert!(errors[2].1.starts_with("TODO 6a ("), "{}", errors[2].1);
    shows(&executed, "first-exercise-check", "0 of 1 right");
}

#[test]
fn the_tour_runs_to_its_end_with_the_reference_bodies() {
    let executed = toured("solution");
    runs_as_told(&executed);
    let ids: Vec<&str> = errors(&executed).iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, ["compile-error", "panic"]);
    shows(&executed, "first-exercise-check", "1 of 1 right");
    shows(&executed, "dissolve", "image/png");
}
