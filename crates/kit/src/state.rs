//! Where a reader's own state goes: what Jupyter remembers, logs, crates that a notebook adds.

use std::env;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

/// `.noisebook` of the course at `root`, or a folder of the reader's own where somebody else made that and nobody else writes to it:
/// `noisebook/NAME` in the user's cache folder, one for each course.
pub fn state(root: &Path) -> PathBuf {
    let home = root.join(".noisebook");
    let nearest = if home.is_dir() { &home } else { root };
    match own_cache().filter(|_| !is_writable(nearest)) {
        Some(cache) => cache.join("noisebook").join(name(root)),
        None => home,
    }
}

/// Who may write is found out by writing: permissions do not tell of file systems that are read-only.
fn is_writable(dir: &Path) -> bool {
    tempfile::tempfile_in(dir).is_ok()
}

fn own_cache() -> Option<PathBuf> {
    let folder = |name| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|dir| dir.is_absolute())
    };
    folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")))
}

/// The course's own name, and a number that tells courses of one name apart.
fn name(root: &Path) -> String {
    let mut hasher = DefaultHasher::new();
    root.hash(&mut hasher);
    let last = root.file_name().unwrap_or_default().to_string_lossy();
    format!("{last}-{:08x}", hasher.finish() as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_of_ones_own_keeps_its_state() {
        let root = tempfile::tempdir().unwrap();
        assert_eq!(state(root.path()), root.path().join(".noisebook"));
    }

    /// Nobody can write to `/proc`, not even who may write anywhere.
    #[test]
    fn a_course_that_nobody_writes_to_leaves_its_readers_theirs() {
        let Some(cache) = own_cache() else { return };
        let state = state(Path::new("/proc/sys"));
        assert!(
            state.starts_with(cache.join("noisebook")),
            "{}",
            state.display()
        );
        assert!(
            state
                .file_name()
                .unwrap()
                .to_string_lossy()
                .starts_with("sys-")
        );
    }
}
