//! Step: the kernel's entry in the virtual environment, the launcher that it names, and what other clients need.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result};
use indicatif::ProgressBar;
use serde_json::json;

use super::layout::Layout;
use super::{Step, files};

const PAPERMILL: &str = include_str!("../../assets/papermill.py");

/// `kernel.json` and this command's copy.
#[derive(Debug)]
pub struct Kernelspec;

impl Step for Kernelspec {
    fn name(&self) -> &'static str {
        "kernelspec"
    }

    fn title(&self) -> String {
        "Adding the kernel to Jupyter".to_owned()
    }

    fn duration(&self, _: &Layout) -> Duration {
        Duration::from_secs(1)
    }

    fn is_done(&self, layout: &Layout) -> bool {
        let written = contents(layout)
            .iter()
            .all(|(path, text)| std::fs::read(path).is_ok_and(|found| &found == text));
        written
            && this_program().is_ok_and(|program| {
                std::fs::read(layout.launcher()).is_ok_and(|found| found == program)
            })
    }

    fn run(&self, layout: &Layout, _: &ProgressBar) -> Result<()> {
        for (path, text) in contents(layout) {
            files::write(&path, &text, 0o644)?;
        }
        files::write(&layout.launcher(), &this_program()?, 0o755)
    }
}

/// Set-up takes minutes, in which the file may be built anew: where the system has one, a name is used that stays the program's.
fn this_program() -> Result<Vec<u8>> {
    if let Ok(program) = std::fs::read("/proc/self/exe") {
        return Ok(program);
    }
    let path = std::env::current_exe().context("cannot tell where this program is")?;
    std::fs::read(&path).with_context(|| format!("cannot read `{}`", path.display()))
}

fn contents(layout: &Layout) -> Vec<(PathBuf, Vec<u8>)> {
    let kernel = json!({
        "argv": [layout.launcher(), "--root", layout.root(), "kernel", "--connection-file", "{connection_file}"],
        "display_name": "Rust (Noisebook)",
        "language": "rust",
        "interrupt_mode": "message",
    });
    // No questions about news, and nothing fetched.
    let overrides = json!({
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": false},
    });
    let settings = layout
        .venv()
        .join("share")
        .join("jupyter")
        .join("lab")
        .join("settings")
        .join("overrides.json");
    let text = |value: serde_json::Value| format!("{value:#}\n").into_bytes();
    let mut contents = vec![
        (layout.kernelspec().join("kernel.json"), text(kernel)),
        (settings, text(overrides)),
    ];
    contents.extend(papermill(layout));
    contents
}

/// A package that teaches papermill to write parameters in Rust; nothing loads it unless papermill is installed.
fn papermill(layout: &Layout) -> Vec<(PathBuf, Vec<u8>)> {
    let Some(packages) = layout.site_packages() else {
        return Vec::new();
    };
    let about = packages.join("noisebook_papermill-1.0.dist-info");
    let metadata = "Metadata-Version: 2.1\nName: noisebook-papermill\nVersion: 1.0\n";
    let entry = "[papermill.engine]\nnoisebook = noisebook_papermill:Engine\n";
    vec![
        (packages.join("noisebook_papermill.py"), PAPERMILL.into()),
        (about.join("METADATA"), metadata.into()),
        (about.join("entry_points.txt"), entry.into()),
    ]
}
