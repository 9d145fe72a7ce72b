//! Each pass by itself, over the real course.

mod support;

use std::path::Path;

use grader::passes::{JUDGE, PREPARE, through};
use grader::{
    Answer, ExerciseRecord, Grader, Options, Rejection, Standing, State, Submission, Work,
};
use grading::key::Key;
use notebook_file::{Cell, CellKind, Notebook};
use support::{grader, key, options, released, scratch, submission};

/// The passes up to the one called `last`.
fn up_to<'a>(
    last: &str,
    grader: &'a Grader,
    submission: &'a Submission,
) -> Result<Work<'a>, Rejection> {
    let passes: Vec<_> = PREPARE.iter().chain(JUDGE).copied().collect();
    let end = passes.iter().position(|pass| pass.name == last).unwrap();
    through(&passes[..=end], grader, Work::new(submission))
}

fn answer<'a>(work: &'a Work<'_>, id: &str) -> &'a Answer {
    work.answers.iter().find(|answer| answer.id == id).unwrap()
}

fn notebook(key: &Key) -> Notebook {
    key.notebook(&released()).unwrap()
}

#[test]
fn read_says_what_is_no_notebook() {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let device = Submission::file(Path::new("/dev/zero"));
    assert!(
        up_to("read", &grader, &device)
            .err()
            .unwrap()
            .0
            .starts_with("it is not a regular file\nhint: ")
    );
    let absent = Submission::file(&folder.path().join("nobody.ipynb"));
    assert!(
        up_to("read", &grader, &absent)
            .err()
            .unwrap()
            .0
            .starts_with("cannot read the file: ")
    );
}

#[test]
fn identify_goes_by_the_metadata_and_without_it_by_the_answers() {
    let folder = scratch();
    let any = grader(folder.path(), options());
    let mut stripped = notebook(&key());
    stripped.metadata.clear();
    let stripped = submission(folder.path(), "stripped", &stripped);
    assert_eq!(
        up_to("identify", &any, &stripped)
            .unwrap()
            .lab
            .unwrap()
            .lab
            .slug,
        "forward"
    );
    let empty = submission(
        folder.path(),
        "empty",
        &Notebook::new(vec![Cell::code("let x = 1;")]),
    );
    assert!(
        up_to("identify", &any, &empty)
            .err()
            .unwrap()
            .0
            .contains("without any answer cell")
    );
    let other = grader(
        folder.path(),
        Options {
            lab: Some("elbo".into()),
            ..options()
        },
    );
    let words = up_to("identify", &other, &stripped).err().unwrap().0;
    assert_eq!(
        words,
        "expected a notebook of lab `elbo`, got one of lab `forward`"
    );
}

#[test]
fn extract_finds_answers_helpers_and_what_is_missing() {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let mut notebook = notebook(&key().without("forward_jump"));
    notebook
        .cells
        .retain(|cell| cell.answer_id() != Some("noise_schedules"));
    notebook.cells.push(Cell::code("fn helper() {}"));
    let submission = submission(folder.path(), "anna", &notebook);
    let work = up_to("extract", &grader, &submission).unwrap();
    assert!(answer(&work, "reparameterization").source().is_some());
    assert!(matches!(
        answer(&work, "forward_jump").standing,
        Standing::Out(State::Todo, _)
    ));
    assert!(matches!(
        answer(&work, "noise_schedules").standing,
        Standing::Out(State::Missing, _)
    ));
    assert_eq!(work.helpers.len(), 1);
}

#[test]
fn sanitise_leaves_only_answers_of_the_submission() {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let mut changed = notebook(&key());
    let ours = |cell: &&mut Cell| cell.kind == CellKind::Code && cell.answer_id().is_none();
    for cell in changed.cells.iter_mut().filter(ours) {
        cell.source = "std::process::exit(0)".into();
    }
    let submission = submission(folder.path(), "anna", &changed);
    let work = up_to("sanitise", &grader, &submission).unwrap();
    assert!(work.setup.contains("use noisebook::prelude::*;"));
    assert!(work.notebook == notebook(&key()));
}

#[test]
fn policy_takes_out_one_answer_and_names_the_line() {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let key = key().with_items(
        "forward_jump",
        "fn fine() {}\nfn bad() { std::process::exit(0) }",
    );
    let mut notebook = notebook(&key);
    notebook.cells.push(Cell::code("use std::fs;"));
    let submission = submission(folder.path(), "anna", &notebook);
    let work = up_to("policy", &grader, &submission).unwrap();
    let refused = answer(&work, "forward_jump");
    assert!(matches!(refused.standing, Standing::Out(State::Refused, _)));
    assert_eq!(refused.place.unwrap().line, Some(2));
    assert_eq!(
        work.answers
            .iter()
            .filter(|answer| answer.source().is_some())
            .count(),
        work.answers.len() - 1
    );
    assert!(
        work.helpers.is_empty() && work.notes[0].contains("line 1 was left out"),
        "{:?}",
        work.notes
    );
}

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

/// What tests give for a notebook without a mistake.
fn points() -> u32 {
    grading::forward::TESTS.lab.automatic_points()
}

/// Records of exercises by id: state, line of the cell, points.
fn graded(notebook: &Notebook) -> Vec<(String, State, Option<usize>, u32)> {
    let folder = scratch();
    let grader = grader(folder.path(), options());
    let submission = submission(folder.path(), "anna", notebook);
    let work = up_to("score", &grader, &submission).unwrap();
    let line = |exercise: &ExerciseRecord| exercise.place.and_then(|place| place.line);
    let records = work.exercises.iter();
    records
        .map(|e| (e.id.clone(), e.state, line(e), e.points))
        .collect()
}

fn state_of(found: &[(String, State, Option<usize>, u32)], id: &str) -> (State, Option<usize>) {
    let (_, state, line, _) = found.iter().find(|(found, ..)| found == id).unwrap();
    (*state, *line)
}

#[test]
fn a_broken_method_costs_itself_alone() {
    // Two rounds: the borrow checker speaks up only when all types are right.
    let key = key()
        .with_body("2a", "let n: u8 = \"no\";\nvec![]")
        .with_body("2b", "let v = vec![s];\ndrop(v);\nv");
    let found = graded(&notebook(&key));
    let source = &key.answers["noise_schedules"];
    let line = |text: &str| {
        source
            .lines()
            .position(|line| line.contains(text))
            .map(|at| at + 1)
    };
    assert_eq!(
        state_of(&found, "2a"),
        (State::CompileError, line("let n: u8"))
    );
    let (state, at) = state_of(&found, "2b");
    let moved = line("drop(v);").unwrap();
    assert!(
        state == State::CompileError && (moved..=moved + 1).contains(&at.unwrap()),
        "{at:?}"
    );
    assert_eq!(
        found.iter().map(|found| found.3).sum::<u32>(),
        points() - 6 - 8,
        "{found:?}"
    );
}

#[test]
fn a_broken_function_of_a_cell_costs_the_methods_that_call_it() {
    let key = key()
        .with_items(
            "noise_schedules",
            "fn twice(x: f64) -> f64 {\n    x + \"1\"\n}",
        )
        .with_body("2a", "vec![twice(beta_start); timesteps]");
    let found = graded(&notebook(&key));
    assert_eq!(
        state_of(&found, "2a"),
        (State::CompileError, Some(2)),
        "the line of the function"
    );
    assert_eq!(
        found.iter().map(|found| found.3).sum::<u32>(),
        points() - 6,
        "{found:?}"
    );
}

#[test]
fn brackets_that_do_not_match_cost_the_cell_alone() {
    let mut key = key();
    key.answers.get_mut("forward_jump").unwrap().push('}');
    let found = graded(&notebook(&key));
    assert_eq!(state_of(&found, "3a").0, State::CompileError);
    assert_eq!(
        found.iter().map(|found| found.3).sum::<u32>(),
        points() - 18,
        "{found:?}"
    );
}

#[test]
fn the_type_may_have_another_name() {
    let mut key = key();
    let source = key.answers.get_mut("forward_jump").unwrap();
    *source = source.replace("MyForwardJump", "Leap");
    let found = graded(&notebook(&key));
    assert_eq!(
        found.iter().map(|found| found.3).sum::<u32>(),
        points(),
        "{found:?}"
    );
}

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
