//! Files that are whole or not there.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::GradeError;
use crate::error::At;

/// Writes beside the file, then gives it its name.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), GradeError> {
    let folder = path.parent().unwrap_or(path);
    let readable = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    let mut file = tempfile::Builder::new()
        .prefix(".new-")
        .permissions(readable)
        .tempfile_in(folder)
        .at("write", path)?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .at("write", path)?;
    file.persist(path)
        .map(drop)
        .map_err(|error| error.error)
        .at("write", path)
}

/// Writes the file unless it holds these bytes already.
pub(crate) fn update(path: &Path, bytes: &[u8]) -> Result<(), GradeError> {
    if fs::read(path).is_ok_and(|found| found == bytes) {
        return Ok(());
    }
    write(path, bytes)
}

/// Removes the file if it is there.
pub(crate) fn remove(path: &Path) -> Result<(), GradeError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error).at("remove", path),
        _ => Ok(()),
    }
}
