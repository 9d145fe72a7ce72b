//! One set-up at a time.

use std::fs::{File, TryLockError};
use std::path::Path;

use anyhow::{Context, Result};

use crate::progress;

/// Holds the lock until it is dropped, or until the process ends however it ends.
#[derive(Debug)]
pub struct Lock(#[allow(dead_code)] File);

impl Lock {
    /// Waits until no other process holds the lock at `path`.
    pub fn exclusive(path: &Path) -> Result<Self> {
        let file = open(path)?;
        match file.try_lock() {
            Ok(()) => return Ok(Self(file)),
            Err(TryLockError::Error(error)) => return Err(error).context(cannot(path)),
            Err(TryLockError::WouldBlock) => {}
        }
        let bar = progress::spinner("Waiting for another set-up of this course");
        file.lock().with_context(|| cannot(path))?;
        bar.finish_and_clear();
        Ok(Self(file))
    }

    /// Waits until no process holds the lock at `path` exclusively.
    pub fn shared(path: &Path) -> Result<Self> {
        let file = open(path)?;
        file.lock_shared().with_context(|| cannot(path))?;
        Ok(Self(file))
    }
}

fn open(path: &Path) -> Result<File> {
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir)
            .with_context(|| format!("cannot create `{}`", dir.display()))?;
    }
    File::options()
        .create(true)
        .append(true)
        .open(path)
        .with_context(|| cannot(path))
}

fn cannot(path: &Path) -> String {
    format!("cannot lock `{}`", path.display())
}
