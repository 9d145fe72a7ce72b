//! Kits are folders that never change once they have their name; a link says which is current. So a compilation that
//! runs while a new kit is staged keeps the files it started with.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::error::At;
use crate::{Feature, KitError};

/// Folder of all kits of a course.
pub(crate) fn kits(root: &Path) -> PathBuf {
    root.join(".noisebook").join("kit")
}

/// The current generation: the link's target.
pub(crate) fn current(root: &Path, feature: Feature) -> Result<PathBuf, KitError> {
    let link = kits(root).join(feature.name());
    fs::canonicalize(&link).map_err(|_| KitError::Missing { feature, dir: link })
}

/// Gives `staged` its name and makes it current in one step. An equal one that is there already stays.
pub(crate) fn publish(
    root: &Path,
    feature: Feature,
    staged: &Path,
    id: &str,
) -> Result<PathBuf, KitError> {
    let before = current(root, feature).ok();
    let name = format!("{feature}.{id}");
    let dir = kits(root).join(&name);
    if !dir.exists() {
        fs::rename(staged, &dir).at("rename", staged)?;
    }
    point(&kits(root).join(feature.name()), &name)?;
    remove_old(root, feature, &[Some(dir.as_path()), before.as_deref()]);
    Ok(dir)
}

fn point(link: &Path, name: &str) -> Result<(), KitError> {
    let new = link.with_extension(format!("{}.new", std::process::id()));
    match fs::remove_file(&new) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error).at("remove", &new),
        _ => symlink(name, &new).at("link", &new)?,
    }
    fs::rename(&new, link).at("rename", &new)
}

/// Old generations are only a matter of disk space: what cannot be removed now is tried again next time.
fn remove_old(root: &Path, feature: Feature, keep: &[Option<&Path>]) {
    let prefix = format!("{feature}.");
    let entries = fs::read_dir(kits(root)).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix)) {
        if !keep.contains(&Some(entry.path().as_path())) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
