//! Files that are whole or not there.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use crate::GradeError;
use crate::error::At;

/// Writes beside the file, then gives it its name.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), GradeError> {
    beside(path, bytes, 0o644, true)?
        .persist(path)
        .map(drop)
        .map_err(|error| error.error)
        .at("write", path)
}

/// Makes a file that nobody changes again; an error if it is there already.
pub(crate) fn create(path: &Path, bytes: &[u8]) -> Result<(), GradeError> {
    beside(path, bytes, 0o444, true)?
        .persist_noclobber(path)
        .map(drop)
        .map_err(|error| error.error)
        .at("create", path)
}

/// Writes the file unless it holds these bytes already. For what can be made again: it need not outlive a power cut.
pub(crate) fn update(path: &Path, bytes: &[u8]) -> Result<(), GradeError> {
    if fs::read(path).is_ok_and(|found| found == bytes) {
        return Ok(());
    }
    beside(path, bytes, 0o644, false)?
        .persist(path)
        .map(drop)
        .map_err(|error| error.error)
        .at("write", path)
}

/// Removes the file if it is there.
pub(crate) fn remove(path: &Path) -> Result<(), GradeError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).at("remove", path),
        _ => Ok(()),
    }
}

/// `value` as readable JSON.
pub(crate) fn json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    let text = serde_json::to_string_pretty(value);
    text.map(|text| text + "\n")
        .unwrap_or_default()
        .into_bytes()
}

fn beside(
    path: &Path,
    bytes: &[u8],
    mode: u32,
    lasting: bool,
) -> Result<NamedTempFile, GradeError> {
    let folder = path.parent().unwrap_or(path);
    let mut file = tempfile::Builder::new()
        .prefix(".new-")
        .permissions(std::os::unix::fs::PermissionsExt::from_mode(mode))
        .tempfile_in(folder)
        .at("write", path)?;
    file.write_all(bytes).at("write", path)?;
    if lasting {
        file.as_file().sync_all().at("write", path)?;
    }
    Ok(file)
}
