//! Compiling, running, scoring.

use grader::State;

use crate::support::{grader, key, options, scratch, submission};
use crate::{answer, notebook, up_to};

#[test]
fn build_keeps_what_compiles_and_gives_a_second_chance() {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let twice = "fn twice(x: f64) -> f64 {\n    2.0 * x\n}";
    let key = key()
        .with_items("forward_jump", twice)
        .with_items("noise_schedules", twice)
        .with_body("3d", "betas");
    let submission = submission(folder.path(), "anna", &notebook(&key));
    let work = up_to("build", &grader, &submission).unwrap();
    let derivation = answer(&work, "forward_jump_derivation");
    let dropped = derivation.dropped("induction_table").unwrap();
    assert!(dropped.message.contains("mismatched types"), "{dropped:?}");
    let line = dropped.line.unwrap();
    let source = &key.answers["forward_jump_derivation"];
    assert_eq!(source.lines().nth(line - 1).unwrap().trim(), "betas");
    let mut built: Vec<_> = work
        .programs
        .iter()
        .flat_map(|program| program.answers.clone())
        .collect();
    built.sort();
    assert_eq!(
        built,
        [
            "forward_jump",
            "forward_jump_derivation",
            "noise_schedules",
            "reparameterization",
            "training_data"
        ]
    );
    assert_eq!(
        work.programs.len(),
        2,
        "the cells with the same name stand in two crates"
    );
}

#[test]
fn run_leaves_a_record_of_every_test_and_score_adds_up() {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let key = key()
        .without("noise_schedules")
        .without("forward_jump")
        .without("forward_jump_derivation")
        .without("training_data");
    let submission = submission(
        folder.path(),
        "anna",
        &notebook(&key.with_body("1a", "panic!(\"{mu}\")")),
    );
    let work = up_to("score", &grader, &submission).unwrap();
    assert_eq!(
        work.tested
            .iter()
            .map(|tested| tested.exercise)
            .collect::<Vec<_>>(),
        ["1a", "1b", "1c", "1d"]
    );
    for tested in &work.tested {
        let hidden = grading::forward::TESTS.tests_of(tested.exercise).count();
        assert_eq!(tested.tests.len(), hidden);
    }
    assert_eq!(
        work.exercises
            .iter()
            .map(|exercise| exercise.points)
            .sum::<u32>(),
        20
    );
    assert!(
        work.exercises[4..]
            .iter()
            .all(|exercise| exercise.state == State::Todo)
    );
}
