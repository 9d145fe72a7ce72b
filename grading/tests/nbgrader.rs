//! nbgrader's own validator accepts the notebooks that are written for it.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use grading::LABS;
use support::{JUDGE, course, scratch};

const VERSION: &str = "nbgrader==0.9.6";

/// Reads with nbgrader's validator; prints the points of all cells, and fails unless nbgrader would release the notebook.
const VALIDATE: &str = r#"
import sys
from nbformat import NO_CONVERT
from nbgrader.nbgraderformat import MetadataValidator, read
from nbgrader.preprocessors import CheckCellMetadata, ComputeChecksums, LockCells
from nbgrader.utils import is_grade, is_solution
notebook = read(open(sys.argv[1], encoding="utf-8"), as_version=NO_CONVERT)
MetadataValidator().validate_nb(notebook)
for step in [LockCells(), ComputeChecksums(), CheckCellMetadata()]:
    notebook, _ = step.preprocess(notebook, {})
points = sum(cell.metadata.nbgrader.get("points", 0) for cell in notebook.cells if is_grade(cell))
print(int(points), sum(1 for cell in notebook.cells if is_solution(cell) and not is_grade(cell)))
"#;

/// Python with nbgrader, made once; nothing where it cannot be installed.
fn python() -> Option<PathBuf> {
    let venv = Path::new(env!("CARGO_TARGET_TMPDIR")).join("nbgrader");
    let python = venv.join("bin/python");
    let has_it = |python: &Path| {
        let mut command = Command::new(python);
        command.args(["-c", "import nbgrader"]);
        command.output().is_ok_and(|output| output.status.success())
    };
    if has_it(&python) {
        return Some(python);
    }
    let made = Command::new("python3")
        .args(["-m", "venv"])
        .arg(&venv)
        .output();
    let mut pip = Command::new(&python);
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        VERSION,
    ]);
    let installed = made.and_then(|_| pip.output());
    if has_it(&python) {
        return Some(python);
    }
    let why = installed.map_or_else(
        |error| error.to_string(),
        |output| String::from_utf8_lossy(&output.stderr).into_owned(),
    );
    // Past the test harness, which swallows what passing tests print.
    let _ = fs::write(
        "/dev/stderr",
        format!("SKIPPED: no nbgrader to test with: {why}\n"),
    );
    None
}

#[test]
fn nbgrader_accepts_every_lab() {
    let Some(python) = python() else { return };
    let out = scratch();
    for lab in course().graded_labs().unwrap() {
        let file = out.path().join(format!("{}.ipynb", lab.lab.slug));
        let mut judge = Command::new(JUDGE);
        judge.arg("--root").arg(course().root()).arg("nbgrader");
        let wrote = judge
            .arg(lab.lab.slug)
            .arg("--out")
            .arg(&file)
            .output()
            .unwrap();
        assert!(
            wrote.status.success(),
            "{}",
            String::from_utf8_lossy(&wrote.stderr)
        );
        let output = Command::new(&python)
            .args(["-c", VALIDATE])
            .arg(&file)
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{}: {errors}", lab.lab.slug);
        let manual: u32 = lab.manual.iter().map(|task| task.points).sum();
        let expected = format!(
            "{} {}\n",
            lab.lab.automatic_points() + manual,
            lab.lab.answers.len()
        );
        assert_eq!(
            String::from_utf8_lossy(&output.stdout),
            expected,
            "{}",
            lab.lab.slug
        );
    }
    assert!(!LABS.is_empty());
}
