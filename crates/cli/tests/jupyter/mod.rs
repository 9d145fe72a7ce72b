//! Notebooks executed by the Jupyter that set-up made.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// A notebook with its outputs.
pub struct Executed {
    pub notebook: Value,
    pub stderr: String,
}

impl Executed {
    /// The cell with this id.
    pub fn cell(&self, id: &str) -> &Value {
        let cells = self.notebook["cells"].as_array().unwrap();
        cells.iter().find(|cell| cell["id"] == id).unwrap()
    }
}

/// Executes a notebook with a kernel that set-up made, and the bodies of a feature behind the scaffold.
pub fn execute(notebook: &Path, kernel: &str, feature: &str) -> Executed {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = tempfile::tempdir().unwrap();
    let mut command = Command::new(python());
    command.arg(here.join("assets").join("execute.py"));
    command.arg(notebook).arg(out.path()).arg("600");
    for key in [
        "JUPYTER_CONFIG_DIR",
        "JUPYTER_DATA_DIR",
        "JUPYTER_RUNTIME_DIR",
    ] {
        command.env(key, out.path());
    }
    command
        .env("NOISEBOOK_FEATURE", feature)
        .env("NOISEBOOK_KERNEL", kernel);
    let output = command.output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{stderr}");
    let text = std::fs::read(out.path().join(notebook.file_name().unwrap())).unwrap();
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

/// What set-up made.
pub fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .join("..")
        .join(".noisebook")
}
