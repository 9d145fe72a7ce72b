//! Which packages of the workspace a student needs: what `noisebook` and `noisebook-cli` build from.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use serde::Deserialize;

use crate::cargo;
use crate::errors::Hint;

/// The dylib that cells link, and this command.
const ROOTS: [&str; 2] = ["noisebook", "noisebook-cli"];

/// Packages that must never be among them.
const SECRET: [&str; 3] = ["solutions", "grading", "grader"];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    manifest_path: PathBuf,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    kind: Option<String>,
    path: Option<PathBuf>,
}

/// The folders of the packages, relative to `root`, sorted. Tests are not shipped, so dev-dependencies do not count.
pub fn needed(root: &Path) -> Result<BTreeSet<PathBuf>> {
    let by_folder = read(root)?;
    let mut waiting: Vec<_> = by_folder
        .iter()
        .filter(|(_, package)| ROOTS.contains(&package.name.as_str()))
        .collect();
    if waiting.len() != ROOTS.len() {
        return Err(anyhow!(
            "`{}` lacks the packages `{}`",
            root.display(),
            ROOTS.join("` and `")
        ))
        .hint("release from the instructor's repository");
    }
    let mut needed = BTreeSet::new();
    while let Some((folder, package)) = waiting.pop() {
        if SECRET.contains(&package.name.as_str()) {
            return Err(anyhow!(
                "a package that students need depends on `{}`",
                package.name
            ))
            .hint("remove that dependency: see the invariants in ARCHITECTURE.md");
        }
        if needed.insert(inside(root, folder)?) {
            let paths = package
                .dependencies
                .iter()
                .filter(|dependency| dependency.kind.as_deref() != Some("dev"));
            waiting.extend(
                paths.filter_map(|dependency| by_folder.get_key_value(dependency.path.as_ref()?)),
            );
        }
    }
    Ok(needed)
}

fn read(root: &Path) -> Result<BTreeMap<PathBuf, Package>> {
    let mut command = cargo::command(root);
    let output = command
        .args(["metadata", "--format-version=1", "--no-deps"])
        .output()
        .context("cannot start `cargo`")?;
    if !output.status.success() {
        return Err(anyhow!(
            "cannot read the workspace: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        ));
    }
    let metadata: Metadata =
        serde_json::from_slice(&output.stdout).context("cannot read `cargo metadata`")?;
    let folders = metadata.packages.into_iter().filter_map(|package| {
        let folder = package.manifest_path.parent()?.to_path_buf();
        Some((folder, package))
    });
    Ok(folders.collect())
}

fn inside(root: &Path, folder: &Path) -> Result<PathBuf> {
    let relative = folder.strip_prefix(root);
    relative
        .map(Path::to_path_buf)
        .with_context(|| format!("`{}` is outside the course", folder.display()))
}
