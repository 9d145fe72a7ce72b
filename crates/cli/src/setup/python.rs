//! Step: a virtual environment with JupyterLab.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;
use indicatif::ProgressBar;

use super::layout::Layout;
use super::run::run;
use super::{Step, files, requirements};

/// Exact versions of all packages.
const REQUIREMENTS: &str = include_str!("../../assets/requirements.txt");

/// Python packages in a folder of their own.
#[derive(Debug)]
pub struct Venv;

impl Step for Venv {
    fn name(&self) -> &'static str {
        "Jupyter"
    }

    fn title(&self) -> String {
        "Installing JupyterLab".to_owned()
    }

    fn duration(&self) -> &'static str {
        "half a minute"
    }

    fn is_done(&self, layout: &Layout) -> bool {
        let installed = std::fs::read_to_string(requirements_file(layout));
        layout.python().exists() && installed.is_ok_and(|text| text == REQUIREMENTS)
    }

    /// The list of packages is written last: an environment without it is made anew.
    fn run(&self, layout: &Layout, bar: &ProgressBar) -> Result<()> {
        let (python, _) = requirements::python()?;
        files::remove_dir(&layout.venv())?;
        let log = layout.log("jupyter");
        bar.set_message("virtual environment");
        run(
            clean(&python).args(["-m", "venv"]).arg(layout.venv()),
            "make a Python environment",
            &log,
            bar,
        )?;
        bar.set_message("packages");
        let wanted = layout.home().join("requirements.txt");
        files::write(&wanted, REQUIREMENTS.as_bytes(), 0o644)?;
        run(&mut pip(layout, &wanted), "install JupyterLab", &log, bar)?;
        files::write(&requirements_file(layout), REQUIREMENTS.as_bytes(), 0o644)
    }
}

/// What the kernel's tests need beside it.
#[derive(Debug)]
pub struct TestTools;

impl Step for TestTools {
    fn name(&self) -> &'static str {
        "test tools"
    }

    fn title(&self) -> String {
        "Installing the kernel's test suite".to_owned()
    }

    fn duration(&self) -> &'static str {
        "a moment"
    }

    fn is_done(&self, layout: &Layout) -> bool {
        let wanted = std::fs::read(test_requirements(layout)).unwrap_or_default();
        std::fs::read(layout.venv().join("test-requirements.txt"))
            .is_ok_and(|found| found == wanted)
    }

    fn run(&self, layout: &Layout, bar: &ProgressBar) -> Result<()> {
        let wanted = test_requirements(layout);
        let text = std::fs::read(&wanted)?;
        run(
            &mut pip(layout, &wanted),
            "install the test suite",
            &layout.log("test-tools"),
            bar,
        )?;
        files::write(&layout.venv().join("test-requirements.txt"), &text, 0o644)
    }
}

fn test_requirements(layout: &Layout) -> PathBuf {
    layout
        .root()
        .join("crates/kernel/tests/protocol/requirements.txt")
}

/// Installs just what a list names, from the registry that pip is set to.
fn pip(layout: &Layout, wanted: &Path) -> Command {
    let mut pip = clean(&layout.python());
    pip.args([
        "-m",
        "pip",
        "install",
        "--no-deps",
        "--disable-pip-version-check",
        "--no-input",
        "-r",
    ])
    .arg(wanted);
    match Layout::cache() {
        Some(dir) => pip.arg("--cache-dir").arg(dir.join("pip")),
        None => pip.arg("--no-cache-dir"),
    };
    pip
}

fn requirements_file(layout: &Layout) -> PathBuf {
    layout.venv().join("requirements.txt")
}

/// Python without the caller's own packages.
fn clean(python: &PathBuf) -> Command {
    let mut command = Command::new(python);
    command.env_remove("PYTHONPATH").env_remove("PYTHONHOME");
    command
}
