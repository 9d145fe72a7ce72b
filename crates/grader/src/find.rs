//! Which files are submissions, and under which name each is reported.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::At;
use crate::store::Store;
use crate::{GradeError, Record, digest, digest_bytes};

/// A notebook that somebody handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    /// Names the student in records, and the folder of the records: letters, digits, `.`, `-` and `_`.
    pub id: String,
    /// The file.
    pub path: PathBuf,
    /// The file's name as it was handed in, below the folder that was graded.
    pub name: String,
}

impl Submission {
    /// A file that is named by its stem.
    #[must_use]
    pub fn file(path: &Path) -> Self {
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        Self {
            id: safe(&stem),
            path: path.to_owned(),
            name: path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
        }
    }

    /// The same with an absolute path.
    ///
    /// # Errors
    /// When the file is not there.
    pub fn absolute(&self) -> std::io::Result<Self> {
        Ok(Self {
            path: std::path::absolute(&self.path)?,
            ..self.clone()
        })
    }

    /// SHA-256 of the file; empty for what is no notebook's file.
    pub(crate) fn digest(&self) -> String {
        let plain = fs::metadata(&self.path)
            .is_ok_and(|found| found.is_file() && found.len() <= notebook_file::MAX_BYTES);
        let bytes = plain.then(|| fs::read(&self.path).ok()).flatten();
        bytes.map_or_else(String::new, |bytes| digest_bytes(&bytes))
    }

    /// What `record` was made of, as kept in the folder of records.
    #[must_use]
    pub fn kept(out: &Path, record: &Record) -> Self {
        Self {
            id: record.submission.clone(),
            path: Store::new(out, &record.submission).submitted(&record.submitted),
            name: record.file.clone(),
        }
    }

    /// A file in a folder of submissions: `anna/forward.ipynb` is `anna.forward`.
    fn in_folder(folder: &Path, path: PathBuf) -> Self {
        let below = path
            .strip_prefix(folder)
            .unwrap_or(&path)
            .with_extension("");
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        Self {
            id: safe(&parts.join(".")),
            name: path
                .strip_prefix(folder)
                .unwrap_or(&path)
                .to_string_lossy()
                .into_owned(),
            path,
        }
    }
}

/// The submissions that `paths` name, sorted by name: notebooks, and folders with notebooks at any depth. Links, hidden files
/// and Jupyter's checkpoints in folders are left out.
///
/// # Errors
/// [`GradeError::NoSubmissions`], [`GradeError::SameName`], or a folder that cannot be read.
pub fn find(paths: &[PathBuf]) -> Result<Vec<Submission>, GradeError> {
    let mut found: BTreeMap<String, Submission> = BTreeMap::new();
    for path in paths {
        for submission in below(path)? {
            let second = submission.path.clone();
            if let Some(first) = found.insert(submission.id.clone(), submission) {
                let Submission {
                    id, path: first, ..
                } = first;
                return Err(GradeError::SameName { id, first, second });
            }
        }
    }
    if found.is_empty() {
        return Err(GradeError::NoSubmissions(paths.to_vec()));
    }
    Ok(found.into_values().collect())
}

fn below(path: &Path) -> Result<Vec<Submission>, GradeError> {
    if !fs::metadata(path).at("read", path)?.is_dir() {
        return Ok(vec![Submission::file(path)]);
    }
    let mut files = Vec::new();
    walk(path, &mut files)?;
    Ok(files
        .into_iter()
        .map(|file| Submission::in_folder(path, file))
        .collect())
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), GradeError> {
    for entry in fs::read_dir(folder).at("read", folder)? {
        let entry = entry.at("read", folder)?;
        let kind = entry.file_type().at("read", &entry.path())?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() {
            walk(&entry.path(), files)?;
        } else if kind.is_file()
            && entry
                .path()
                .extension()
                .is_some_and(|extension| extension == "ipynb")
        {
            files.push(entry.path());
        }
    }
    Ok(())
}

/// `name` if it can name a folder and stand in a table everywhere; otherwise what can of it, and a digest of the whole.
fn safe(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "._-".contains(c);
    let starts_plain = name.chars().next().is_some_and(char::is_alphanumeric);
    if starts_plain && name.len() <= 100 && name.chars().all(plain) {
        return name.to_owned();
    }
    let kept: String = name
        .chars()
        .map(|c| if plain(c) { c } else { '_' })
        .take(40)
        .collect();
    let kept = kept.trim_start_matches(|c: char| !c.is_alphanumeric());
    let first = if kept.is_empty() { "submission" } else { kept };
    format!("{first}-{}", &digest(&[name])[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_stay_different() {
        assert_eq!(safe("müller.forward"), "müller.forward");
        assert_ne!(safe("a b"), safe("a_b"));
        for name in ["../../etc", "=cmd()", "", "-rf", &"x".repeat(300)] {
            let safe = safe(name);
            assert!(
                safe.len() <= 60 && safe.starts_with(char::is_alphanumeric),
                "{safe}"
            );
            assert!(!safe.contains('/'));
        }
    }

    #[test]
    fn folders_are_searched_and_links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for file in [
            "anna/forward.ipynb",
            "zoe.ipynb",
            ".ipynb_checkpoints/zoe.ipynb",
            "notes.txt",
        ] {
            let path = root.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "{}").unwrap();
        }
        std::os::unix::fs::symlink("/etc/passwd", root.join("link.ipynb")).unwrap();
        let ids: Vec<_> = find(&[root.to_owned()])
            .unwrap()
            .into_iter()
            .map(|found| found.id)
            .collect();
        assert_eq!(ids, ["anna.forward", "zoe"]);
    }

    #[test]
    fn nothing_to_grade_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let error = find(&[folder.path().to_owned()]).unwrap_err().to_string();
        assert!(
            error.starts_with("no notebook in `") && error.contains("\nhint: "),
            "{error}"
        );
    }
}
