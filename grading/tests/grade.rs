//! From notebook to points, with the real course, compiler and sandbox.

mod support;

use std::num::NonZero;

use grader::{Batch, Class, Grader, Options, Quiet, State};
use support::{grader, key, options, released, scratch, submission, timeless};

#[test]
fn the_untouched_notebook_earns_nothing() {
    let folder = scratch();
    let record =
        grader(folder.path(), options()).grade(&submission(folder.path(), "anna", &released()));
    assert_eq!((record.points, record.max_points), (0, points()));
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
    assert_eq!(first.points, points(), "{first:#?}");
    assert_eq!(timeless(&first), timeless(&second));
}

/// What tests give for a notebook without a mistake.
fn points() -> u32 {
    grading::forward::TESTS.lab.automatic_points()
}

/// One mistake for each exercise that a person makes.
const MISTAKES: [(&str, &str); 13] = [
    (
        "1a",
        "let noise = mu.random_like(Distribution::Normal(0.0, 1.0));\nmu + sigma * noise",
    ),
    (
        "1b",
        "let noise = mu.random_like(Distribution::Normal(0.0, 1.0));\n(mu + sigma * noise).detach()",
    ),
    (
        "1c",
        "let noise = x_prev.random_like(Distribution::Normal(0.0, 1.0));\n(x_prev * (1.0 - beta_t).sqrt() + noise * beta_t).detach()",
    ),
    (
        "1d",
        "let epsilon = || x_prev.random_like(Distribution::Normal(0.0, 1.0));\n(x_prev.clone() * (1.0 - beta_t).sqrt() + epsilon() * beta_t.sqrt(), epsilon())",
    ),
    (
        "2a",
        "(0..timesteps).map(|i| beta_start + i as f64 / timesteps as f64 * (beta_end - beta_start)).collect()",
    ),
    (
        "2b",
        "let f = |t: usize| ((t as f64 / timesteps as f64 + s) / (1.0 + s) * std::f64::consts::FRAC_PI_2).cos().powi(2);\n(1..=timesteps).map(|t| 1.0 - f(t) / f(t - 1)).collect()",
    ),
    (
        "2c",
        "MyNoiseSchedules.linear(timesteps, beta_start, beta_end)",
    ),
    (
        "2d",
        "let alphas: Vec<f64> = betas.iter().map(|beta| 1.0 - beta).collect();\nlet root = |f: fn(f64) -> f64| alphas.iter().map(|a| f(*a).sqrt()).collect();\nSchedule { betas: betas.to_vec(), alpha_cumprod: alphas.clone(), sqrt_alpha_cumprod: root(|a| a), sqrt_one_minus_alpha_cumprod: root(|a| 1.0 - a), alphas }",
    ),
    (
        "3a",
        "let noise = x0.random_like(Distribution::Normal(0.0, 1.0));\nlet x = x0.clone() * schedule.alphas[0].sqrt() + noise * schedule.betas[0].sqrt();\n(x.clone(), vec![x; t.get() + 1])",
    ),
    (
        "3b",
        "let i = t.index().unwrap_or(0);\nlet epsilon = x0.random_like(Distribution::Normal(0.0, 1.0));\n(x0 * schedule.alpha_cumprod[i] + epsilon.clone() * (1.0 - schedule.alpha_cumprod[i]), epsilon)",
    ),
    (
        "3c",
        "TwoStepExpansion { signal_by_substitution: 1.0 - beta1 - beta2, signal_direct: 1.0 - beta1 - beta2, noise_variance_by_substitution: beta1 + beta2, noise_variance_direct: beta1 + beta2 }",
    ),
    (
        "3d",
        "let (mut a, mut noise) = (1.0, 0.0);\nlet mut rows = Vec::new();\nfor (i, beta) in betas.iter().enumerate() {\n    a *= 1.0 - beta;\n    noise += beta;\n    rows.push(InductionRow { n: i + 1, alpha_cumprod: a, signal_squared: a, noise_squared: noise, sum: a + noise });\n}\nrows",
    ),
    (
        "4a",
        "let (batch, device, last) = (x0.dims()[0], x0.device(), schedule.timesteps() as f64);\nlet t = Tensor::<1, Int>::random([1], Distribution::Uniform(1.0, last + 1.0), &device).expand([batch]);\nlet gather = |table: &[f64]| Tensor::<1>::from_data(table, &device).select(0, t.clone() - 1).reshape([batch, 1, 1, 1]);\nlet epsilon = noise_like(&x0);\n(x0 * gather(&schedule.sqrt_alpha_cumprod) + epsilon.clone() * gather(&schedule.sqrt_one_minus_alpha_cumprod), t.clone(), epsilon)",
    ),
];

#[test]
fn a_planted_mistake_costs_exactly_its_exercise() {
    let (folder, out) = (scratch(), tempfile::tempdir().unwrap());
    let planted = MISTAKES.map(|(exercise, body)| {
        let notebook = key()
            .with_body(exercise, body)
            .notebook(&released())
            .unwrap();
        submission(folder.path(), &format!("wrong-{exercise}"), &notebook)
    });
    let report = batch(out.path())
        .run(&grader(folder.path(), options()), &planted, &Quiet)
        .unwrap();
    for (record, (id, _)) in report.records.iter().zip(MISTAKES) {
        let exercise = record
            .exercises
            .iter()
            .find(|exercise| exercise.id == id)
            .unwrap();
        assert_eq!(
            (exercise.state, exercise.class),
            (State::Failed, Some(Class::WrongValue)),
            "{exercise:#?}"
        );
        assert_eq!(record.points, points() - exercise.max_points, "{id}");
        assert!(exercise.message.is_some(), "{id}");
    }
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
