//! One call of rustdoc, against what is compiled already: nothing is built anew.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use indicatif::ProgressBar;
use kit::Toolchain;

use super::units::{Unit, Units};
use crate::setup::layout::Layout;
use crate::setup::run::run;

/// rustdoc's JSON of a crate.
pub fn json(
    layout: &Layout,
    unit: &Unit,
    units: &Units,
    toolchain: &Toolchain,
    bar: &ProgressBar,
) -> Result<Vec<u8>> {
    let out =
        tempfile::tempdir_in(layout.home()).context("cannot create a folder in `.noisebook`")?;
    let mut command = command(unit, units, toolchain, out.path());
    let log = layout.log(&format!("index-{}", unit.name));
    run(
        &mut command,
        &format!("read the docs of `{}`", unit.name),
        &log,
        bar,
    )?;
    let file = out.path().join(format!("{}.json", unit.name));
    std::fs::read(&file).with_context(|| format!("rustdoc wrote no `{}`", file.display()))
}

fn command(unit: &Unit, units: &Units, toolchain: &Toolchain, out: &Path) -> Command {
    let mut command = Command::new(toolchain.sysroot.join("bin").join("rustdoc"));
    command
        .arg(&unit.source)
        .args(["--crate-name", &unit.name, "--edition", &unit.edition]);
    command.args(["--cap-lints", "allow", "-o"]).arg(out);
    // The JSON is not stable: the compiler is pinned, and the index refuses other formats.
    command.args(["-Z", "unstable-options", "--output-format", "json"]);
    command.env("RUSTC_BOOTSTRAP", "1");
    for feature in &unit.features {
        command.args(["--cfg", &format!("feature=\"{feature}\"")]);
    }
    for cfg in &unit.script.cfgs {
        command.args(["--cfg", cfg]);
    }
    for (name, file) in units.seen_by(unit) {
        command
            .arg("--extern")
            .arg(joined(&format!("{name}="), file));
    }
    for folder in units.folders() {
        command.arg("-L").arg(joined("dependency=", folder));
    }
    environment(&mut command, unit);
    command
}

/// What cargo tells a crate that it compiles.
fn environment(command: &mut Command, unit: &Unit) {
    let folder = unit.manifest.parent().unwrap_or(Path::new("/"));
    command.current_dir(folder);
    command
        .env("CARGO_MANIFEST_DIR", folder)
        .env("CARGO_CRATE_NAME", &unit.name);
    command
        .env("CARGO_PKG_NAME", unit.name.replace('_', "-"))
        .env("CARGO_PKG_VERSION", &unit.version);
    command.envs(unit.script.env.iter().cloned());
    if let Some(dir) = &unit.script.out_dir {
        command.env("OUT_DIR", dir);
    }
}

fn joined(prefix: &str, path: &Path) -> OsString {
    let mut joined = OsString::from(prefix);
    joined.push(path);
    joined
}
