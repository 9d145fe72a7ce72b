//! Files that are whole or not there.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::TrainingError;

/// The bytes of a file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, TrainingError> {
    std::fs::read(path).map_err(|source| failed(path, "read", source))
}

/// Replaces a file: whoever reads it, even after the power went, finds the old bytes or the new ones.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), TrainingError> {
    replace(path, bytes).map_err(|source| failed(path, "written", source))
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let beside = beside(path);
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    std::fs::rename(&beside, path)?;
    // The new name is on the disk only when the folder is.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// One name for all writers: what a killed one leaves behind, the next one overwrites.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    path.with_file_name(name)
}

fn failed(path: &Path, action: &'static str, source: std::io::Error) -> TrainingError {
    TrainingError::File {
        path: path.to_owned(),
        action,
        source,
    }
}
