//! The folder of a session's compiled cells. Who is killed cannot clean up: the next session does.

use std::fs::{self, File};
use std::path::Path;

use tempfile::{Builder, TempDir};

use crate::error::EngineError;

/// Names of all such folders begin so.
const PREFIX: &str = "noisebook-cells-";

/// Held locked by the session that owns the folder.
const LOCK: &str = "alive";

/// A folder that goes with the session.
#[derive(Debug)]
pub struct Scratch {
    dir: TempDir,
    _alive: File,
}

impl Scratch {
    /// Makes one, and removes those of sessions that were killed.
    pub fn new() -> Result<Self, EngineError> {
        let parent = std::env::temp_dir();
        remove_dead(&parent);
        let dir = Builder::new().prefix(PREFIX).tempdir_in(&parent);
        let dir = dir.map_err(|error| EngineError::io(&parent, error))?;
        let path = dir.path().join(LOCK);
        let alive = lock(&path).map_err(|error| EngineError::io(&path, error))?;
        Ok(Self { dir, _alive: alive })
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }
}

/// Locked before it has its name, so that nobody finds it unlocked.
fn lock(path: &Path) -> std::io::Result<File> {
    let unnamed = path.with_extension("new");
    let file = File::create(&unnamed)?;
    file.try_lock()?;
    fs::rename(&unnamed, path)?;
    Ok(file)
}

/// What cannot be removed, another user's for instance, stays.
fn remove_dead(parent: &Path) {
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let folders = entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(PREFIX));
    for dir in folders.map(|entry| entry.path()).filter(|dir| is_dead(dir)) {
        let _ = fs::remove_dir_all(dir);
    }
}

/// A folder without a lock is that of a session that just begins.
fn is_dead(dir: &Path) -> bool {
    File::open(dir.join(LOCK)).is_ok_and(|alive| alive.try_lock().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_killed_sessions_go() {
        let parent = tempfile::tempdir().expect("a folder");
        let [living, dead, other] =
            ["noisebook-cells-1", "noisebook-cells-2", "mine"].map(|name| parent.path().join(name));
        for dir in [&living, &dead, &other] {
            fs::create_dir(dir).expect("a folder");
        }
        let held = lock(&living.join(LOCK)).expect("a lock");
        drop(lock(&dead.join(LOCK)).expect("a lock"));
        remove_dead(parent.path());
        assert!(living.exists() && other.exists() && !dead.exists());
        drop(held);
    }
}
