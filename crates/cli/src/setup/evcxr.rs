//! Step: the stock Rust kernel for Jupyter, built from source.

use std::time::Duration;

use anyhow::Result;
use indicatif::ProgressBar;

use super::layout::Layout;
use super::run::{run, with_cargo_progress};
use super::{Step, files, requirements};
use crate::cargo;

/// Pinned: how cells are built depends on it.
pub const VERSION: &str = "0.22.0";

/// `evcxr_jupyter`.
#[derive(Debug)]
pub struct Evcxr;

impl Step for Evcxr {
    fn name(&self) -> &'static str {
        "evcxr"
    }

    fn title(&self) -> String {
        format!("Building the Rust kernel evcxr {VERSION}")
    }

    fn duration(&self, _: &Layout) -> Duration {
        Duration::from_secs(420)
    }

    fn is_done(&self, layout: &Layout) -> bool {
        layout.evcxr_binary().is_file() && installed(layout).is_ok_and(|version| version == VERSION)
    }

    /// Optimised less than a release: half the time to build, and cells hardly take longer.
    fn run(&self, layout: &Layout, bar: &ProgressBar) -> Result<()> {
        let kept = Layout::cache().map(|dir| dir.join("evcxr"));
        let target = kept
            .clone()
            .unwrap_or_else(|| layout.home().join("evcxr-target"));
        // Settings of the course's cargo are for its cells, not for this.
        let mut command = cargo::command("/".as_ref());
        command.args([
            "install",
            "evcxr_jupyter",
            "--version",
            &format!("={VERSION}"),
            "--locked",
            "--force",
            "--root",
        ]);
        command.arg(layout.evcxr()).arg("--target-dir").arg(&target);
        for (key, value) in [
            ("OPT_LEVEL", "2"),
            ("LTO", "off"),
            ("CODEGEN_UNITS", "16"),
            ("DEBUG", "0"),
            ("STRIP", "symbols"),
        ] {
            command.env(format!("CARGO_PROFILE_RELEASE_{key}"), value);
        }
        if let Some(channel) = requirements::pinned(layout.root()) {
            command.env("RUSTUP_TOOLCHAIN", channel);
        }
        run(
            with_cargo_progress(&mut command),
            "install the Rust kernel",
            &layout.log("evcxr"),
            bar,
        )?;
        files::write(&layout.evcxr().join("version"), VERSION.as_bytes(), 0o644)?;
        match kept {
            Some(_) => Ok(()),
            None => files::remove_dir(&target),
        }
    }
}

fn installed(layout: &Layout) -> std::io::Result<String> {
    std::fs::read_to_string(layout.evcxr().join("version"))
}
