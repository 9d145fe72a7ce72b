//! The judge's command line.

use std::process::{Command, Output};

fn judge(args: &[&str]) -> Output {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    Command::new(env!("CARGO_BIN_EXE_judge"))
        .args(["--root", root])
        .args(args)
        .output()
        .unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_path_without_notebooks_is_an_error_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let output = judge(&["grade", path, "--out", path]);
    assert_eq!(output.status.code(), Some(1));
    let expected = format!(
        "error: no notebook in `{path}`\nhint: give .ipynb files, or folders that hold some\n"
    );
    assert_eq!(stderr(&output), expected);
}

#[test]
fn a_missing_output_folder_is_a_usage_error() {
    let output = judge(&["grade", "x.ipynb"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("--out <DIR>"));
}

#[test]
fn no_option_switches_the_sandbox_off() {
    let output = judge(&["grade", "x.ipynb", "--out", "y", "--sandbox=none"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_folder_that_is_no_course_is_named() {
    let output = Command::new(env!("CARGO_BIN_EXE_judge"))
        .args(["--root", "/", "verify"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).starts_with("error: `/` is not a course: "),
        "{}",
        stderr(&output)
    );
}
