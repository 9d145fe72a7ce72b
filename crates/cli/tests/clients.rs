//! Programs that execute notebooks without a person: nbconvert, nbclient, papermill with parameters; and labs of a course that
//! their reader cannot write to: see `clients/`.

use std::path::Path;
use std::process::Command;

#[test]
fn notebooks_are_executed_by_other_programs() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.join("..").join("..").canonicalize().unwrap();
    let python = root.join(".noisebook/venv/bin/python");
    let mut command = Command::new(&python);
    command
        .args([
            "-B",
            "-m",
            "unittest",
            "discover",
            "--pattern",
            "*_tests.py",
        ])
        .arg("--start-directory")
        .arg(here.join("tests").join("clients"))
        .env("NOISEBOOK", env!("CARGO_BIN_EXE_noisebook"))
        .env("NOISEBOOK_ROOT", &root);
    let output = command.output().unwrap_or_else(|error| {
        panic!(
            "`{}`: {error}\nhint: `cargo noisebook test` sets it up and runs every test",
            python.display()
        )
    });
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && !report.contains("skipped"),
        "{report}"
    );
}
