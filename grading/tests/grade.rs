//! A batch of one and its records: resumed, refused, and with points that a person gives.

mod support;

use std::num::NonZero;

use grader::{Batch, Grader, Options, Quiet};
use support::{grader, key, options, released, scratch, submission};

/// What tests give for a notebook without a mistake.
fn points() -> u32 {
    grading::forward::TESTS.lab.automatic_points()
}

#[test]
fn what_was_graded_is_left_out_and_what_changes_is_kept() {
    let (folder, out) = (scratch(), tempfile::tempdir().unwrap());
    let anna = [submission(
        folder.path(),
        "anna",
        &key()
            .without("noise_schedules")
            .notebook(&released())
            .unwrap(),
    )];
    let file = out.path().join("anna/result.json");
    let run = |batch: Batch, assignment: &str| {
        let options = Options {
            assignment: assignment.into(),
            ..options()
        };
        let resumed = batch
            .run(&grader(folder.path(), options), &anna, &Quiet)
            .unwrap()
            .resumed;
        (resumed, std::fs::read(&file).unwrap())
    };
    let (resumed, first) = run(batch(out.path()), "a");
    assert_eq!(resumed, 0);
    assert_eq!(
        run(batch(out.path()), "a"),
        (1, first.clone()),
        "the same again is not graded again"
    );
    assert_eq!(
        run(
            Batch {
                resume: false,
                ..batch(out.path())
            },
            "a"
        )
        .0,
        0
    );
    let records = || {
        std::fs::read_dir(out.path().join("anna/records"))
            .unwrap()
            .count()
    };
    assert_eq!(records(), 1, "the same again is no new record");
    assert_eq!(
        run(batch(out.path()), "b").0,
        0,
        "another seed is another grading"
    );
    assert_eq!(records(), 2);
    let summary = std::fs::read_to_string(out.path().join("summary.csv")).unwrap();
    assert!(
        summary.contains("\nanna,forward,70,100,to be graded,passed,"),
        "{summary}"
    );
}

#[test]
fn weaker_isolation_is_refused_unless_allowed() {
    let folder = scratch();
    let full = grader(folder.path(), options());
    let reduced = || {
        sandbox::Sandbox::probe_reduced(std::path::Path::new(env!("CARGO_BIN_EXE_judge"))).unwrap()
    };
    let attempt = |options| {
        Grader::new(
            full.labs.clone(),
            full.kit.clone(),
            reduced(),
            "tests".into(),
            options,
        )
    };
    let error = attempt(options()).unwrap_err().to_string();
    assert!(
        error.starts_with("refusing to grade: ") && error.contains("--allow-reduced-isolation"),
        "{error}"
    );
    let allowed = attempt(Options {
        allow_reduced_isolation: true,
        ..options()
    })
    .unwrap();
    let record = allowed.grade(&submission(folder.path(), "anna", &released()));
    assert_eq!(record.isolation, "reduced");
    assert!(grader::report::text(&record).ends_with("Graded with reduced isolation.\n"));
}

fn batch(out: &std::path::Path) -> Batch {
    Batch {
        out: out.to_owned(),
        jobs: NonZero::new(2).unwrap(),
        resume: true,
        reports: true,
    }
}

#[test]
fn a_person_gives_points_by_a_file_and_nothing_is_graded_again() {
    let (folder, out) = (scratch(), tempfile::tempdir().unwrap());
    let mut grader = grader(folder.path(), options());
    for lab in &mut grader.labs {
        lab.manual = vec![discussion()];
    }
    let mut notebook = key().notebook(&released()).unwrap();
    let cell = notebook
        .cells
        .iter_mut()
        .find(|cell| cell.tag_id() == Some("discussion-3"));
    cell.unwrap().source += "\n\nStable laws jump too.";
    let anna = [submission(folder.path(), "anna", &notebook)];
    let run = || batch(out.path()).run(&grader, &anna, &Quiet);
    let first = run().unwrap();
    let task = &first.records[0].manual[0];
    assert!(task.texts[0].ends_with("Stable laws jump too."), "{task:?}");
    assert_eq!(
        (
            first.records[0].total(),
            first.records[0].waits_for_points()
        ),
        (points(), true)
    );

    let sheet = out.path().join("manual.toml");
    let empty = std::fs::read_to_string(&sheet).unwrap();
    assert!(
        empty.ends_with("[anna]\n# 9a =     # of 5: Reflection\n"),
        "{empty}"
    );
    std::fs::write(&sheet, empty.replace("# 9a =     #", "9a = 4 #")).unwrap();
    let second = run().unwrap();
    assert_eq!(
        (second.records[0].total(), second.resumed),
        (points() + 4, 1)
    );
    let told = std::fs::read_to_string(out.path().join("anna/summary.txt")).unwrap();
    let words = format!("anna: {} of {} points", points() + 4, points() + 5);
    assert!(told.starts_with(&words), "{told}");

    std::fs::write(&sheet, "[anna]\n9a = 6\n").unwrap();
    assert!(
        run()
            .unwrap_err()
            .to_string()
            .contains("expected at most 5 points, got 6")
    );
}

fn discussion() -> grader::ManualTask {
    grader::ManualTask {
        id: "9a".into(),
        section: 9,
        title: "Reflection".into(),
        points: 5,
        cells: vec!["discussion-3".into()],
    }
}
