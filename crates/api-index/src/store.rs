//! Where set-up keeps the parts of an index: below `.noisebook/index/`, one file a crate, and a list of those that belong
//! together.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::part::{Part, PartError};

/// Why an index cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read `{path}`: {error}", path = path.display())]
pub struct StoreError {
    path: PathBuf,
    error: PartError,
}

/// Folder of all parts.
pub fn folder(home: &Path) -> PathBuf {
    home.join("index")
}

/// The list called `name`: a line that says what it was made from, then names of files.
pub fn list(home: &Path, name: &str) -> PathBuf {
    folder(home).join(format!("{name}.list"))
}

/// What a list was made from, and its files; nothing when there is none.
pub fn listed(home: &Path, name: &str) -> Option<(String, Vec<PathBuf>)> {
    let text = fs::read_to_string(list(home, name)).ok()?;
    let (stamp, files) = text.split_once('\n')?;
    let files = files.lines().map(|file| folder(home).join(file));
    Some((stamp.to_owned(), files.collect()))
}

/// Reads all parts of a list.
///
/// # Errors
/// [`StoreError`] when the list or a file of it is missing or of another version.
pub fn read(home: &Path, name: &str) -> Result<Vec<Part>, StoreError> {
    let missing = || StoreError {
        path: list(home, name),
        error: io::Error::from(io::ErrorKind::NotFound).into(),
    };
    let (_, files) = listed(home, name).ok_or_else(missing)?;
    let part = |path: PathBuf| Part::read(&path).map_err(|error| StoreError { path, error });
    files.into_iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_and_what_is_missing_is_named() {
        let home = tempfile::tempdir().unwrap();
        let error = read(home.path(), "stub").unwrap_err().to_string();
        assert!(error.contains("stub.list"), "{error}");
        fs::create_dir(folder(home.path())).unwrap();
        let part = Part {
            name: "labs".into(),
            ..Part::default()
        };
        fs::write(
            folder(home.path()).join("labs-1.part"),
            part.to_bytes().unwrap(),
        )
        .unwrap();
        fs::write(list(home.path(), "stub"), "digest\nlabs-1.part\n").unwrap();
        assert_eq!(read(home.path(), "stub").unwrap()[0].name, "labs");
        assert_eq!(listed(home.path(), "stub").unwrap().0, "digest");
    }
}
