//! The kernel against Jupyter's own client and its test suite for kernels, which are Python: see `protocol/`.
//!
//! `NOISEBOOK_VENV` names a virtual environment with `protocol/requirements.txt`; by default it is the one of set-up.
//! `NOISEBOOK_ROOT` names the course's folder with the kit; by default it is the workspace.

use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn jupyter_is_content() {
    let python = python();
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join("protocol");
    let mut command = Command::new(&python);
    command
        .args(["-B", "-m", "unittest", "discover", "--start-directory"])
        .arg(&tests)
        .args(["--pattern", "*_tests.py"]);
    command
        .env("NOISEBOOK_KERNEL", env!("CARGO_BIN_EXE_noisebook-kernel"))
        .env("NOISEBOOK_ROOT", root());
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("`{}`: {error}", python.display()));
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{}\n{report}",
        String::from_utf8_lossy(&output.stdout)
    );
    assert!(!report.contains("skipped"), "{report}");
}

/// The Python of an environment that has Jupyter's client and suite.
fn python() -> PathBuf {
    let venv = std::env::var_os("NOISEBOOK_VENV")
        .map_or_else(|| root().join(".noisebook").join("venv"), PathBuf::from);
    let python = venv.join("bin").join("python");
    let imports = "import jupyter_client, jupyter_kernel_test, nbclient";
    let has = Command::new(&python)
        .args(["-c", imports])
        .output()
        .is_ok_and(|output| output.status.success());
    assert!(
        has,
        "no Jupyter to test against: `{}` cannot import jupyter_client, jupyter_kernel_test and nbclient\n\
         hint: `cargo noisebook test` installs them and runs every test",
        python.display(),
    );
    python
}

fn root() -> PathBuf {
    let workspace = || Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("..");
    let root = std::env::var_os("NOISEBOOK_ROOT").map_or_else(workspace, PathBuf::from);
    root.canonicalize().unwrap_or(root)
}
