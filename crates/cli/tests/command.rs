//! The command line: help, exit codes, the course's folder, the way to the judge.

mod common;

use common::{Course, run_in};

#[test]
fn every_command_has_help() {
    for command in [
        "lab", "check", "grade", "release", "verify", "train", "doctor",
    ] {
        let run = run_in(std::path::Path::new("/"), &[command, "--help"]);
        assert_eq!(run.code, Some(0), "{run:?}");
        assert!(
            run.stdout
                .contains(&format!("Usage: cargo noisebook {command}")),
            "{}",
            run.stdout
        );
    }
}

#[test]
fn a_wrong_command_line_is_2_and_a_failure_is_1() {
    let course = Course::copy();
    assert_eq!(course.run(&["fly"]).code, Some(2));
    assert_eq!(course.run(&["release", "numbers"]).code, Some(2));
    let unknown = course.fails(&["release", "elbo", "--out", "x"]);
    assert!(
        unknown.starts_with("error: no lab `elbo` in `"),
        "{unknown}"
    );
    assert!(
        unknown.ends_with("hint: the labs are: numbers\n"),
        "{unknown}"
    );
}

#[test]
fn the_course_is_found_upwards_or_given() {
    let course = Course::copy();
    let inside = course.root().join("labs/src");
    let run = run_in(&inside, &["release", "numbers", "--out", "../../../a.zip"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let outside = run_in(
        &course.beside(""),
        &["release", "numbers", "--out", "b.zip"],
    );
    assert_eq!(outside.code, Some(1));
    assert!(
        outside
            .stderr
            .contains("hint: change into the course's folder, or give it with `--root DIR`")
    );
    let given = run_in(
        &course.beside(""),
        &["--root", "course", "release", "numbers", "--out", "b.zip"],
    );
    assert_eq!(given.code, Some(0), "{given:?}");
    assert_eq!(course.names_beside(), ["a.zip", "b.zip", "course"]);
}

#[test]
fn the_judge_gets_its_arguments_and_gives_the_exit_code() {
    let course = Course::copy();
    let run = course.run(&["grade", "a.ipynb", "--out", "grades", "--jobs=2"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let root = std::fs::canonicalize(course.root()).unwrap();
    assert_eq!(
        run.stdout,
        format!(
            "grade a.ipynb --out grades --jobs=2\nroot: {}\n",
            root.display()
        )
    );
    assert_eq!(
        course.run(&["grade", "--", "--help"]).stdout.lines().next(),
        Some("grade --help")
    );
    assert_eq!(course.run(&["verify", "--fail"]).code, Some(7));
}

#[test]
fn the_trainer_gets_its_arguments_and_no_student_has_it() {
    let course = Course::copy();
    let run = course.run(&["train", "numbers", "--seed=2"]);
    assert_eq!(
        (run.code, run.stdout.as_str()),
        (Some(0), "train numbers --seed=2\n")
    );
    assert_eq!(course.run(&["train", "--", "--fail"]).code, Some(5));
    course.ok(&["release", "numbers", "--out", "../bundle"]);
    let run = run_in(&course.beside("bundle"), &["train"]);
    assert!(
        run.stderr.contains("`train` needs `solutions/`"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_judge_that_does_not_build_says_so() {
    let course = Course::copy();
    course.edit(
        "grading/src/main.rs",
        "fn main()",
        "fn main() -> Nothing {}\nfn other()",
    );
    let error = course.fails(&["verify"]);
    assert!(
        error.contains("error: cannot build the judge: cargo says\nerror[E0"),
        "{error}"
    );
    assert!(error.contains("cannot find type `Nothing`"), "{error}");
    assert!(
        error.ends_with("hint: to see all of it: cargo build --package grading --bin judge\n"),
        "{error}"
    );
}

#[test]
fn a_student_bundle_cannot_grade() {
    let course = Course::copy();
    course.ok(&["release", "numbers", "--out", "../bundle"]);
    let run = run_in(&course.beside("bundle"), &["grade", "x.ipynb"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains("`grade` needs `grading/`"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("hint: this is a student bundle"),
        "{}",
        run.stderr
    );
}
