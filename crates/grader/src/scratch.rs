//! The folder in which a grader compiles. A grader that was killed cannot remove its own: the next one does.

use std::fs::{self, File};
use std::path::Path;

use tempfile::TempDir;

const PREFIX: &str = "noisebook-grade-";
/// Held by the grader to which the folder belongs, for as long as it lives.
const LOCK: &str = "lock";

/// A folder that goes with the grader.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: TempDir,
    _lock: File,
}

impl Scratch {
    /// A new folder below `base`, after removing those whose graders are gone.
    ///
    /// # Errors
    /// In words, when it cannot be made.
    pub(crate) fn new(base: &Path) -> Result<Self, String> {
        remove_orphans(base);
        // The sandbox's user must be able to pass.
        let open = std::os::unix::fs::PermissionsExt::from_mode(0o711);
        let folder = tempfile::Builder::new()
            .prefix(PREFIX)
            .permissions(open)
            .tempdir_in(base)
            .map_err(words)?;
        let lock = File::create(folder.path().join(LOCK)).map_err(words)?;
        lock.try_lock().map_err(words)?;
        Ok(Self {
            folder,
            _lock: lock,
        })
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }
}

fn words(error: impl std::fmt::Display) -> String {
    format!("cannot make a folder for the compiler: {error}")
}

/// A folder whose lock can be taken belongs to nobody. What cannot be removed (another user's) stays.
fn remove_orphans(base: &Path) {
    for entry in fs::read_dir(base).into_iter().flatten().flatten() {
        let ours = entry.file_name().to_string_lossy().starts_with(PREFIX);
        let lock = || File::open(entry.path().join(LOCK)).ok();
        if let Some(lock) = ours.then(lock).flatten()
            && lock.try_lock().is_ok()
        {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_dead_graders_go_and_those_of_living_ones_stay() {
        let base = tempfile::tempdir().unwrap();
        let dead = base.path().join("noisebook-grade-dead");
        fs::create_dir_all(dead.join("0/src")).unwrap();
        fs::write(dead.join(LOCK), "").unwrap();
        let other = base.path().join("mine");
        fs::create_dir(&other).unwrap();
        let living = Scratch::new(base.path()).unwrap();
        let second = Scratch::new(base.path()).unwrap();
        assert!(!dead.exists() && other.exists());
        assert!(living.path().exists() && second.path().exists());
        drop((living, second));
        assert_eq!(fs::read_dir(base.path()).unwrap().count(), 1);
    }
}
