use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is installed, with versions, so that ratios of two machines compare.
const PACKAGES: [&str; 2] = ["torch==2.15.0", "numpy"];

/// A Python with PyTorch: `bench-venv` below `NOISEBOOK_CACHE`, or else below the workspace's `.noisebook`. The first call makes
/// it, which downloads some gigabytes.
///
/// # Errors
/// When there is no `python3`, or the packages cannot be installed, as without a network.
pub fn python() -> io::Result<PathBuf> {
    let home = std::env::var_os("NOISEBOOK_CACHE").map_or_else(workspace, PathBuf::from);
    let venv = home.join("bench-venv");
    let python = venv.join("bin").join("python");
    let ready = venv.join("ready");
    if !ready.is_file() {
        eprintln!("making {} with {}", venv.display(), PACKAGES.join(", "));
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        let mut pip = Command::new(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--no-cache-dir"]);
        run(pip.args(PACKAGES))?;
        std::fs::write(ready, PACKAGES.join("\n"))?;
    }
    Ok(python)
}

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.noisebook")
}

fn run(command: &mut Command) -> io::Result<()> {
    let status = command.status()?;
    if status.success() {
        return Ok(());
    }
    Err(io::Error::other(format!("`{command:?}` failed: {status}")))
}
