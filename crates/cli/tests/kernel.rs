//! The kernel that Jupyter starts: what lives from cell to cell, and that opening a notebook compiles no dependency.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

#[test]
fn a_session_lives_across_cells() {
    lives_across_cells("noisebook");
}

#[test]
fn a_session_of_the_stock_kernel_lives_across_cells() {
    let evcxr = home().join("evcxr").join("bin").join("evcxr_jupyter");
    assert!(
        evcxr.is_file(),
        "run `cargo noisebook setup --kernel evcxr` first, then the tests"
    );
    lives_across_cells("evcxr");
}

fn lives_across_cells(kernel: &str) {
    let executed = execute("across_cells", kernel);
    let outputs = |id: &str| {
        let cells = executed.notebook["cells"].as_array().unwrap();
        cells.iter().find(|cell| cell["id"] == id).unwrap()["outputs"].to_string()
    };
    let all = executed.notebook.to_string();
    assert!(
        !all.contains("panicked") && !all.contains("\"output_type\":\"error\""),
        "{all}"
    );
    assert!(
        outputs("across-12").contains("equal bit for bit: true"),
        "{}",
        outputs("across-12")
    );
    assert!(
        outputs("across-14").contains("[1.23]"),
        "{}",
        outputs("across-14")
    );
    assert!(
        outputs("across-15").contains("image/png"),
        "{}",
        outputs("across-15")
    );
    assert!(
        !executed.stderr.contains("Compiling"),
        "{}",
        executed.stderr
    );
}

struct Executed {
    notebook: Value,
    stderr: String,
}

/// Executes a notebook of this folder with a kernel that set-up made.
fn execute(name: &str, kernel: &str) -> Executed {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().unwrap();
    let mut command = Command::new(python());
    command.arg(here.join("assets").join("execute.py"));
    command.arg(
        here.join("tests")
            .join("notebooks")
            .join(format!("{name}.ipynb")),
    );
    command.arg(out.path()).arg("600");
    for key in [
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
    ] {
        command.env(key, out.path());
    }
    command
        .env("NOISEBOOK_FEATURE", "stub")
        .env("NOISEBOOK_KERNEL", kernel);
    let output = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{stderr}");
    let text = std::fs::read(out.path().join(format!("{name}.ipynb"))).unwrap();
    Executed {
        notebook: serde_json::from_slice(&text).unwrap(),
        stderr,
    }
}

fn python() -> PathBuf {
    let venv = home().join("venv");
    let kernel = venv
        .join("share")
        .join("jupyter")
        .join("kernels")
        .join("noisebook")
        .join("kernel.json");
    assert!(
        kernel.is_file(),
        "the kernel is not set up: run `cargo noisebook setup` first, then the tests"
    );
    venv.join("bin").join("python")
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join("..")
        .join(".noisebook")
}
