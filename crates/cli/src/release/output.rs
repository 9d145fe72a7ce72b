//! Where a release is written: whole or not at all, and never over something else by accident.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use tempfile::{Builder, TempDir};

use super::archive::{self, Archive};
use crate::errors::Hint;

/// The path given with `--out`.
pub struct Output {
    path: PathBuf,
    parent: PathBuf,
}

impl Output {
    /// Checks `path` before any work is done: without `force` nothing may stand there.
    pub fn new(path: &Path, force: bool) -> Result<Self> {
        let path = std::path::absolute(path)
            .with_context(|| format!("cannot use `--out {}`", path.display()))?;
        let parent = path.parent().map(Path::to_path_buf);
        let parent = parent.ok_or_else(|| anyhow!("cannot write to `{}`", path.display()))?;
        if path.exists() && !force {
            return Err(anyhow!("`{}` exists", path.display()))
                .hint("choose another `--out`, or replace it with `--force`");
        }
        if path.is_dir() && !is_bundle(&path) {
            return Err(anyhow!("`{}` is a folder, but not a bundle of an earlier release", path.display()))
                .hint("`--force` replaces bundles only: remove the folder yourself, or choose another `--out`");
        }
        Ok(Self { path, parent })
    }

    /// The path, absolute.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes one file.
    pub fn write_file(&self, bytes: &[u8]) -> Result<()> {
        let work = self.work_folder()?;
        let file = work.path().join("file");
        std::fs::write(&file, bytes)
            .with_context(|| format!("cannot write `{}`", file.display()))?;
        self.put(&file)
    }

    /// Fills a folder called `name` with `fill` and puts it, or its archive, in place. If `fill` fails nothing is left.
    pub fn write_bundle(&self, name: &str, fill: impl FnOnce(&Path) -> Result<()>) -> Result<()> {
        let work = self.work_folder()?;
        let folder = work.path().join(name);
        std::fs::create_dir(&folder)
            .with_context(|| format!("cannot make `{}`", folder.display()))?;
        fill(&folder)?;
        match Archive::of(&self.path) {
            None => self.put(&folder),
            Some(kind) => {
                let file = work.path().join("archive");
                archive::pack(kind, &folder, name, &file)?;
                self.put(&file)
            }
        }
    }

    /// Beside the result, so that the last step is one rename.
    fn work_folder(&self) -> Result<TempDir> {
        std::fs::create_dir_all(&self.parent)
            .with_context(|| format!("cannot make `{}`", self.parent.display()))?;
        let folder = Builder::new()
            .prefix(".noisebook-release-")
            .tempdir_in(&self.parent);
        folder.with_context(|| format!("cannot write in `{}`", self.parent.display()))
    }

    fn put(&self, finished: &Path) -> Result<()> {
        let aside = self.work_folder()?;
        if self.path.exists() {
            self.rename(&self.path, &aside.path().join("old"))?;
        }
        self.rename(finished, &self.path)
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        std::fs::rename(from, to).with_context(|| format!("cannot write `{}`", self.path.display()))
    }
}

fn is_bundle(dir: &Path) -> bool {
    let is_empty = std::fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none());
    let has_secrets = dir.join("solutions").exists() || dir.join(".git").exists();
    is_empty || (dir.join("notebooks").is_dir() && dir.join("Cargo.toml").is_file() && !has_secrets)
}
