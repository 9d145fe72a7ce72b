//! The scaffold without the feature `solution`: every exercise is a TODO, and says which.

use exercise::{Exercise, Subject, Verdict};
use labs::forward::{self, NoiseScheduler, ReparameterizationDemo, Scaffold, ScheduleKind};
use labs::{CheckReport, LABS, check, registered};

#[test]
fn every_exercise_of_the_stub_is_a_todo_with_id_task_and_hint() {
    for entry in LABS {
        let subject = Subject::local((entry.scaffold)(), 1);
        let exercises: Vec<Exercise> = entry.lab.exercises().copied().collect();
        let report = CheckReport::new(&exercises, &(entry.checks)(), &subject);
        for (exercise, verdict) in report.lines() {
            let Verdict::Unfilled(todo) = verdict else {
                panic!("{} {}: {verdict:?}", entry.lab.slug, exercise.id)
            };
            names_the_task(exercise, todo);
        }
    }
}

fn names_the_task(exercise: &Exercise, todo: &str) {
    let task = exercise.statement.split("\n\n").next().unwrap();
    let words = task.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        todo.starts_with(&format!("TODO {} (", exercise.id)),
        "{todo}"
    );
    assert!(
        todo.contains(&words) && todo.contains(exercise.hints[0]),
        "{todo}"
    );
}

#[test]
fn the_report_names_every_exercise_and_its_first_hint() {
    let report = check::<forward::reparameterization::Kind, _>(&Scaffold);
    let text = report.to_string();
    for (exercise, _) in report.lines() {
        assert!(
            text.contains(&format!("· {} {}: TODO", exercise.id, exercise.title)),
            "{text}"
        );
        assert!(text.contains(exercise.hints[0]), "{text}");
    }
    assert!(text.ends_with("0 of 4 right") && !report.all_passed());
    let html = report
        .rich()
        .part("text/html")
        .map(|part| part.bytes.clone())
        .unwrap();
    assert!(String::from_utf8(html).unwrap().contains("TODO<br>hint: "));
}

#[test]
fn a_demo_over_the_stub_stops_at_the_todo() {
    let demo = std::panic::catch_unwind(|| ReparameterizationDemo::new(&Scaffold).gradient_flow());
    let scheduler =
        std::panic::catch_unwind(|| NoiseScheduler::new(&Scaffold, ScheduleKind::Cosine, 10));
    for (panic, id) in [(demo.unwrap_err(), "1a"), (scheduler.unwrap_err(), "2b")] {
        let todo = panic.downcast_ref::<String>().unwrap();
        assert!(todo.starts_with(&format!("TODO {id} (")), "{todo}");
    }
}

#[test]
fn every_exercise_has_public_checks_and_every_check_an_exercise() {
    for entry in LABS {
        let (slug, checks) = (entry.lab.slug, (entry.checks)());
        for exercise in entry.lab.exercises() {
            let own = checks.iter().filter(|check| check.exercise == exercise.id);
            assert!(own.count() > 0, "{slug}: {} has no check", exercise.id);
        }
        for check in &checks {
            assert!(
                entry.lab.exercise(check.exercise).is_some(),
                "{slug}: {check:?}"
            );
        }
    }
}

#[test]
fn ids_are_in_order_and_sections_add_up() {
    let ids: Vec<&str> = forward::LAB
        .exercises()
        .map(|exercise| exercise.id)
        .collect();
    assert_eq!(
        ids,
        [
            "1a", "1b", "1c", "1d", "2a", "2b", "2c", "2d", "3a", "3b", "3c", "3d", "4a"
        ]
    );
    let points = |section| -> u32 {
        forward::LAB
            .exercises()
            .filter(|e| e.section == section)
            .map(|e| e.points)
            .sum()
    };
    assert_eq!([1, 2, 3, 4].map(points), [25, 25, 30, 15]);
    assert_eq!(forward::LAB.automatic_points(), 95);
}

#[test]
fn ids_are_unique_in_every_lab_and_belong_to_their_section() {
    for lab in LABS.iter().map(|entry| entry.lab) {
        let mut seen = std::collections::HashSet::new();
        for exercise in lab.exercises() {
            assert!(
                seen.insert(exercise.id),
                "{}: {} twice",
                lab.slug,
                exercise.id
            );
            assert!(
                exercise.id.starts_with(&exercise.section.to_string()),
                "{}: {}",
                lab.slug,
                exercise.id
            );
        }
    }
}

#[test]
fn tables_of_the_notebook_come_from_the_metadata() {
    let checklist = labs::checklist(&forward::LAB).to_string();
    assert!(
        checklist.contains("3d") && checklist.contains("induction_table"),
        "{checklist}"
    );
    assert!(checklist.trim_end().ends_with("100"), "{checklist}");
    let rubric = labs::rubric(&forward::LAB).to_string();
    let sums: Vec<&str> = rubric.lines().last().unwrap().split_whitespace().collect();
    assert_eq!(sums, ["all", "95", "5", "100"], "{rubric}");
    let hints = labs::hint(&forward::LAB, "1b", 2).to_string();
    let exercise = forward::LAB.exercise("1b").unwrap();
    assert!(
        hints.contains(exercise.hints[0]) && hints.contains(exercise.hints[1]),
        "{hints}"
    );
    assert!(!hints.contains(exercise.hints[2]), "{hints}");
    assert!(
        labs::hint(&forward::LAB, "9z", 1)
            .to_string()
            .contains("No exercise `9z`")
    );
}

#[test]
fn a_lab_is_found_by_its_slug() {
    assert!(registered("forward").is_some_and(|entry| entry.lab.title == "The forward process"));
    assert!(registered("forwards").is_none());
}

#[test]
fn signatures_read_as_a_person_writes_them() {
    let signature = |id| forward::LAB.exercise(id).unwrap().signature;
    assert_eq!(
        signature("2d"),
        "fn precompute(&self, betas: &[f64]) -> Schedule"
    );
    let long = "fn sequential(&self, x0: Tensor<4>, t: Timestep, schedule: &Schedule) -> (Tensor<4>, Vec<Tensor<4>>)";
    assert_eq!(signature("3a"), long);
}
