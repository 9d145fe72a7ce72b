//! The autograder as Gradescope would run it, with the judge that is built already.

mod support;

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use support::{JUDGE, course, key, released, root_with_kit, scratch, submission};

/// Lays out Gradescope's folders below `root`.
fn lay_out(root: &Path) {
    for folder in ["source", "submission", "results"] {
        fs::create_dir_all(root.join(folder)).unwrap();
    }
    std::os::unix::fs::symlink(root_with_kit(), root.join("source/course")).unwrap();
    fs::write(root.join("source/lab"), "forward\n").unwrap();
    let users = r#"{"users": [{"id": 42, "email": "anna@example.org", "name": "Anna"}]}"#;
    fs::write(root.join("submission_metadata.json"), users).unwrap();
}

fn run(root: &Path) -> (bool, Option<Value>) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("gradescope/run_autograder");
    let mut command = Command::new(script);
    command
        .env("AUTOGRADER", root)
        .env("NOISEBOOK_JUDGE", JUDGE);
    let output = command.output().unwrap();
    let results = fs::read(root.join("results/results.json")).ok();
    let value = results.map(|bytes| serde_json::from_slice(&bytes).unwrap());
    (output.status.success(), value)
}

#[test]
fn a_submission_has_its_results() {
    let root = scratch();
    lay_out(root.path());
    let answers = key().without("noise_schedules").without("forward_jump");
    submission(
        &root.path().join("submission"),
        "my notebook",
        &answers.notebook(&released()).unwrap(),
    );
    let (_, results) = run(root.path());
    let results = results.unwrap();
    assert!(results["score"].as_u64().unwrap() > 30, "{results}");
    assert_eq!(results["tests"][0]["status"], "passed", "{results}");
    assert_eq!(results["visibility"], "visible");
}

#[test]
fn anything_but_one_notebook_is_told_and_a_failure_of_ours_is_no_score() {
    let root = scratch();
    lay_out(root.path());
    let (done, results) = run(root.path());
    assert!(
        done && results.unwrap()["output"]
            .as_str()
            .unwrap()
            .contains("got 0")
    );
    fs::remove_file(root.path().join("results/results.json")).unwrap();
    submission(&root.path().join("submission"), "a", &released());
    fs::remove_file(root.path().join("source/course")).unwrap();
    fs::create_dir(root.path().join("source/course")).unwrap();
    assert_eq!(run(root.path()), (false, None));
}

#[test]
fn the_zip_holds_the_course_and_both_scripts() {
    let out = scratch();
    let zip = out.path().join("autograder.zip");
    let script = course().root().join("grading/gradescope/make-zip");
    let made = Command::new(script)
        .arg("forward")
        .arg(&zip)
        .output()
        .unwrap();
    assert!(
        made.status.success(),
        "{}",
        String::from_utf8_lossy(&made.stderr)
    );
    let list = Command::new("python3")
        .args(["-m", "zipfile", "-l"])
        .arg(&zip)
        .output()
        .unwrap();
    let list = String::from_utf8(list.stdout).unwrap();
    for name in [
        "run_autograder ",
        "setup.sh ",
        "lab ",
        "course/Cargo.toml ",
        "course/grading/rubric.toml ",
    ] {
        assert!(list.lines().any(|line| line.starts_with(name)), "{name}");
    }
    assert!(!list.contains("course/.noisebook") && !list.contains("course/target"));
}
