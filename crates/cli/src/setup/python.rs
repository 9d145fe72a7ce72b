//! Step: a virtual environment with JupyterLab.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
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

    fn duration(&self, _: &Layout) -> Duration {
        Duration::from_secs(40)
    }

    fn require(&self) -> Result<()> {
        requirements::python().map(|_| ())
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

/// What the tests need beside Jupyter: its suite for kernels, a driver for browsers, other clients.
#[derive(Debug)]
pub struct TestTools;

const TEST_REQUIREMENTS: [&str; 2] = [
    "crates/kernel/tests/protocol/requirements.txt",
    "crates/cli/tests/clients/requirements.txt",
];

impl Step for TestTools {
    fn name(&self) -> &'static str {
        "test tools"
    }

    fn title(&self) -> String {
        "Installing what the tests need".to_owned()
    }

    fn duration(&self, _: &Layout) -> Duration {
        Duration::from_secs(20)
    }

    fn is_done(&self, layout: &Layout) -> bool {
        let installed = std::fs::read_to_string(installed_tools(layout));
        test_requirements(layout).is_ok_and(|wanted| installed.is_ok_and(|found| found == wanted))
    }

    fn run(&self, layout: &Layout, bar: &ProgressBar) -> Result<()> {
        let text = test_requirements(layout)?;
        let wanted = layout.home().join("test-requirements.txt");
        files::write(&wanted, text.as_bytes(), 0o644)?;
        let log = layout.log("test-tools");
        run(
            &mut pip(layout, &wanted),
            "install what the tests need",
            &log,
            bar,
        )?;
        files::write(&installed_tools(layout), text.as_bytes(), 0o644)
    }
}

fn installed_tools(layout: &Layout) -> PathBuf {
    layout.venv().join("test-requirements.txt")
}

fn test_requirements(layout: &Layout) -> Result<String> {
    let read = |name: &&str| {
        let path = layout.root().join(name);
        std::fs::read_to_string(&path).with_context(|| format!("cannot read `{}`", path.display()))
    };
    TEST_REQUIREMENTS.iter().map(read).collect()
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
