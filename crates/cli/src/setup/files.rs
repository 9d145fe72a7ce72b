//! Small helpers for files: atomic writes, and trees that share their large files.

use std::fs::{self, File, FileTimes};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// Writes a file in one step: nobody sees half of it. Nothing happens if it holds `text` already.
pub fn write(path: &Path, text: &[u8], mode: u32) -> Result<()> {
    if fs::read(path).is_ok_and(|found| found == text) {
        return Ok(());
    }
    replace(path, text, mode).with_context(|| format!("cannot write `{}`", path.display()))
}

fn replace(path: &Path, text: &[u8], mode: u32) -> io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(dir)?;
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
    let mut file = tempfile::Builder::new()
        .permissions(permissions)
        .tempfile_in(dir)?;
    file.write_all(text)?;
    file.persist(path).map(|_| ()).map_err(|error| error.error)
}

/// How [`tree`] brings a file to its new place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bring {
    /// As another name of the same file: right for what nobody writes in place.
    Link,
    /// As a copy with the same time of modification.
    Copy,
    /// Not at all.
    Skip,
}

/// Rebuilds the tree `from` at `to`; `how` decides for each file and folder. What is there already stays.
pub fn tree(from: &Path, to: &Path, how: &dyn Fn(&Path) -> Bring) -> io::Result<()> {
    if fs::metadata(from)?.is_dir() {
        fs::create_dir_all(to)?;
        for entry in fs::read_dir(from)? {
            let path = entry?.path();
            if let (true, Some(name)) = (how(&path) != Bring::Skip, path.file_name()) {
                tree(&path, &to.join(name), how)?;
            }
        }
        return Ok(());
    }
    match how(from) {
        Bring::Link => link(from, to),
        Bring::Copy => copy(from, to),
        Bring::Skip => Ok(()),
    }
}

/// On another file system a link is not possible: a copy then.
fn link(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(_) => copy(from, to),
        Ok(()) => Ok(()),
    }
}

/// Cargo tells by the time of modification what is fresh.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::copy(from, to)?;
    let modified = fs::metadata(from)?.modified()?;
    File::options()
        .write(true)
        .open(to)?
        .set_times(FileTimes::new().set_modified(modified))
}

/// Removes a folder; that there is none is fine.
pub fn remove_dir(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove `{}`", path.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;

    #[test]
    fn a_tree_shares_copies_and_skips() {
        let dir = tempfile::tempdir().unwrap();
        let (from, to) = (dir.path().join("from"), dir.path().join("to"));
        fs::create_dir_all(from.join("sub")).unwrap();
        for name in ["linked", "copied", "skipped"] {
            fs::write(from.join("sub").join(name), name).unwrap();
        }
        let how = |path: &Path| match path.file_name().and_then(|name| name.to_str()) {
            Some("copied") => Bring::Copy,
            Some("skipped") => Bring::Skip,
            _ => Bring::Link,
        };
        tree(&from, &to, &how).unwrap();
        let meta = |dir: &Path, name: &str| fs::metadata(dir.join("sub").join(name)).unwrap();
        assert_eq!(meta(&from, "linked").ino(), meta(&to, "linked").ino());
        assert_ne!(meta(&from, "copied").ino(), meta(&to, "copied").ino());
        assert_eq!(
            meta(&from, "copied").modified().unwrap(),
            meta(&to, "copied").modified().unwrap()
        );
        assert!(!to.join("sub").join("skipped").exists());
    }
}
