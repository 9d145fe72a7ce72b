//! The student bundle of a lab: its notebook, the packages it needs and nothing else.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use notebook_file::Notebook;

use super::{bodies, manifest, packages};
use crate::cargo;
use crate::course::Course;
use crate::errors::Hint;

/// Files beside the packages that a student needs, where the course has them.
const FILES: [&str; 3] = ["Cargo.lock", "rust-toolchain.toml", ".cargo/config.toml"];

/// Folders of a package that are not shipped.
const UNSHIPPED: [&str; 3] = ["tests", "benches", "examples"];

/// Writes the bundle of the lab `name` into the empty folder `dir`.
pub fn build(course: &Course, name: &str, released: &Notebook, dir: &Path) -> Result<()> {
    let root = course.root();
    let shipped = packages::needed(root)?;
    for folder in &shipped {
        copy_package(&root.join(folder), &dir.join(folder))?;
    }
    let manifest = read(&root.join("Cargo.toml"))?;
    for folder in manifest::replacements(&manifest)? {
        copy_package(&root.join(&folder), &dir.join(&folder))?;
    }
    let workspace = manifest::workspace(&manifest, &shipped)?;
    write(&dir.join("Cargo.toml"), &workspace)?;
    for file in FILES.iter().map(PathBuf::from).chain(licences(root)?) {
        if root.join(&file).is_file() {
            copy(&root.join(&file), &dir.join(&file))?;
        }
    }
    write(
        &dir.join("notebooks").join(format!("{name}.ipynb")),
        &released.write(),
    )?;
    write(&dir.join("README.md"), &readme(name))?;
    prune_lock_file(dir, &shipped)
}

fn copy_package(from: &Path, to: &Path) -> Result<()> {
    let paths = bodies::files(from)?;
    for path in paths {
        let inner = path.strip_prefix(from).unwrap_or(&path);
        let top = inner
            .components()
            .next()
            .map(|part| part.as_os_str().to_string_lossy().into_owned());
        if inner == Path::new("Cargo.toml") {
            write(&to.join(inner), &manifest::package(&read(&path)?)?)?;
        } else if !top.is_some_and(|top| UNSHIPPED.contains(&top.as_str())) {
            copy(&path, &to.join(inner))?;
        }
    }
    Ok(())
}

fn licences(root: &Path) -> Result<Vec<PathBuf>> {
    let files =
        std::fs::read_dir(root).with_context(|| format!("cannot list `{}`", root.display()))?;
    let names = files.filter_map(|entry| Some(PathBuf::from(entry.ok()?.file_name())));
    Ok(names
        .filter(|name| name.to_string_lossy().starts_with("LICENSE"))
        .collect())
}

/// Cargo reads every manifest of the bundle and drops what it no longer needs from `Cargo.lock`: an incomplete bundle fails here.
/// Nothing is fetched if all is there; crates of other platforms may not be.
fn prune_lock_file(dir: &Path, shipped: &BTreeSet<PathBuf>) -> Result<()> {
    if metadata(dir, &["--offline"])?.status.success() {
        return Ok(());
    }
    let output = metadata(dir, &[])?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(anyhow!(
        "the bundle of {} packages is not a workspace: {}",
        shipped.len(),
        said.trim()
    ))
    .hint("without a network, build the course once (`cargo build`) and release again")
}

fn metadata(dir: &Path, more: &[&str]) -> Result<std::process::Output> {
    let mut command = cargo::command(dir);
    command.args(["metadata", "--format-version=1"]).args(more);
    command.output().context("cannot start `cargo`")
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    make_parent(to)?;
    std::fs::copy(from, to).with_context(|| format!("cannot copy `{}`", from.display()))?;
    Ok(())
}

fn write(to: &Path, text: &str) -> Result<()> {
    make_parent(to)?;
    std::fs::write(to, text).with_context(|| format!("cannot write `{}`", to.display()))
}

fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))
}

fn make_parent(path: &Path) -> Result<()> {
    let parent = path.parent().unwrap_or(path);
    std::fs::create_dir_all(parent).with_context(|| format!("cannot make `{}`", parent.display()))
}

fn readme(name: &str) -> String {
    format!(
        "# Lab `{name}`

You need Rust (https://rustup.rs) and Python 3. Everything else sets itself up the first time:

    cargo noisebook lab {name}

JupyterLab opens with the notebook. Replace each `Scaffold…` line that says TODO with your own Rust, run the cell, and run the
`check` cell below it. From the terminal, the same checks run with

    cargo noisebook check notebooks/{name}.ipynb

Hand in `notebooks/{name}.ipynb` and nothing else. Keep the answer cells; cells that you add go along.
If something is missing or broken, `cargo noisebook doctor` says what and how to mend it.
"
    )
}
