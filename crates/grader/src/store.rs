//! The folder of records. What is written once never changes.
//!
//! ```text
//! out/<submission>/records/0001-<key>.json   one for each grading that came out anew; read-only
//! out/<submission>/submitted/<digest>.ipynb  what was handed in
//! out/<submission>/result.json               the record that counts
//! out/<submission>/output.txt                what the student's code printed, if anything
//! ```

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::At;
use crate::grader::Graded;
use crate::report::file;
use crate::{GradeError, Record, Submission, Times, digest_bytes};

const CURRENT: &str = "result.json";
/// So much of a digest names a file.
const SHORT: usize = 16;

/// The folder of one submission's records.
#[derive(Debug, Clone)]
pub(crate) struct Store {
    folder: PathBuf,
}

impl Store {
    pub(crate) fn new(out: &Path, submission: &str) -> Self {
        Self {
            folder: out.join(submission),
        }
    }

    /// The record that counts, if there is one that this version can read.
    pub(crate) fn current(&self) -> Option<Record> {
        read(&self.folder.join(CURRENT))
    }

    /// The latest record with this key, if nothing in it waits for a person.
    pub(crate) fn finished(&self, key: &str) -> Option<Record> {
        let mut found = self.recorded().into_iter().rev();
        found
            .find_map(|path| read(&path).filter(|record| record.key == key))
            .filter(|record| !record.needs_a_person())
    }

    /// Keeps what grading found, and makes it the record that counts.
    pub(crate) fn keep(&self, graded: &Graded) -> Result<(), GradeError> {
        let folder = self.folder.join("records");
        fs::create_dir_all(&folder).at("create", &folder)?;
        let output = self.folder.join("output.txt");
        if graded.output.is_empty() {
            file::remove(&output)?;
        } else {
            file::write(&output, &graded.output)?;
        }
        let last = self.recorded().last().and_then(|path| read(path));
        if last.is_none_or(|last| !same(&last, &graded.record)) {
            self.add(&folder, &graded.record)?;
        }
        self.point(&graded.record)
    }

    /// Makes `record`, which is kept already, the one that counts.
    pub(crate) fn point(&self, record: &Record) -> Result<(), GradeError> {
        if self.current().as_ref() == Some(record) {
            return Ok(());
        }
        file::write(&self.folder.join(CURRENT), &file::json(record))
    }

    /// Copies what was handed in, so that it can be graded again; gives the copy's digest.
    pub(crate) fn keep_submitted(&self, submission: &Submission) -> Result<(), GradeError> {
        let plain = fs::metadata(&submission.path)
            .is_ok_and(|found| found.is_file() && found.len() <= notebook_file::MAX_BYTES);
        let Some(bytes) = plain.then(|| fs::read(&submission.path).ok()).flatten() else {
            return Ok(());
        };
        let path = self.submitted(&digest_bytes(&bytes));
        if path.exists() {
            return Ok(());
        }
        let folder = self.folder.join("submitted");
        fs::create_dir_all(&folder).at("create", &folder)?;
        file::create(&path, &bytes)
            .map(drop)
            .or_else(|error| error.taken().map(drop))
    }

    /// The copy of what was handed in with this digest.
    pub(crate) fn submitted(&self, digest: &str) -> PathBuf {
        let name: String = digest.chars().take(SHORT).collect();
        self.folder.join("submitted").join(name + ".ipynb")
    }

    /// Gives the record the next free number.
    fn add(&self, folder: &Path, record: &Record) -> Result<(), GradeError> {
        let key: String = record.key.chars().take(SHORT).collect();
        loop {
            let next = self.recorded().len() + 1;
            let path = folder.join(format!("{next:04}-{key}.json"));
            match file::create(&path, &file::json(record)) {
                Ok(()) => return Ok(()),
                Err(error) => error.taken()?,
            }
        }
    }

    /// All records' files in the order in which they were made.
    fn recorded(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.join("records"));
        let mut paths: Vec<_> = entries
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| path.extension().is_some_and(|found| found == "json"))
            .collect();
        paths.sort();
        paths
    }
}

/// The names of all submissions with a record below `out`, sorted.
///
/// # Errors
/// When the folder cannot be read.
pub(crate) fn submissions(out: &Path) -> Result<Vec<String>, GradeError> {
    let entries = fs::read_dir(out).at("read", out)?;
    let mut names: Vec<_> = entries
        .flatten()
        .filter(|entry| entry.path().join(CURRENT).is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    Ok(names)
}

fn read(path: &Path) -> Option<Record> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// Whether two records say the same: all but the times.
fn same(a: &Record, b: &Record) -> bool {
    let timeless = |record: &Record| Record {
        times: Times::default(),
        ..record.clone()
    };
    timeless(a) == timeless(b)
}

impl GradeError {
    /// Somebody else made the file first: no error. Everything else is one.
    fn taken(self) -> Result<(), Self> {
        match &self {
            Self::Io { source, .. } if source.kind() == ErrorKind::AlreadyExists => Ok(()),
            _ => Err(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graded(key: &str, points: u32) -> Graded {
        Graded {
            record: Record {
                key: key.into(),
                points,
                times: Times {
                    run: f64::from(points),
                    ..Times::default()
                },
                ..Record::default()
            },
            output: Vec::new(),
        }
    }

    #[test]
    fn every_record_stays_and_the_last_one_counts() {
        let out = tempfile::tempdir().unwrap();
        let store = Store::new(out.path(), "anna");
        store.keep(&graded("aa", 1)).unwrap();
        let first = fs::read(out.path().join("anna/records/0001-aa.json")).unwrap();
        store.keep(&graded("bb", 2)).unwrap();
        store.keep(&graded("bb", 2)).unwrap();
        assert_eq!(store.recorded().len(), 2, "the same again is no new record");
        assert_eq!(store.current().unwrap().key, "bb");
        assert_eq!(
            fs::read(out.path().join("anna/records/0001-aa.json")).unwrap(),
            first
        );
        assert_eq!(store.finished("aa").unwrap().points, 1);
        assert_eq!(store.finished("cc"), None);
        assert_eq!(submissions(out.path()).unwrap(), ["anna"]);
    }

    #[test]
    fn what_waits_for_a_person_is_not_finished() {
        let out = tempfile::tempdir().unwrap();
        let store = Store::new(out.path(), "anna");
        let mut broken = graded("aa", 0);
        broken.record.not_graded = Some("the disk was full".into());
        store.keep(&broken).unwrap();
        assert_eq!(store.finished("aa"), None);
        store.keep(&graded("aa", 3)).unwrap();
        assert_eq!(store.finished("aa").unwrap().points, 3);
    }

    #[test]
    fn what_was_handed_in_is_kept_once() {
        let out = tempfile::tempdir().unwrap();
        let path = out.path().join("anna.ipynb");
        fs::write(&path, "{}").unwrap();
        let store = Store::new(out.path(), "anna");
        let submission = Submission::file(&path);
        store.keep_submitted(&submission).unwrap();
        store.keep_submitted(&submission).unwrap();
        assert_eq!(
            fs::read(store.submitted(&digest_bytes(b"{}"))).unwrap(),
            b"{}"
        );
        store
            .keep_submitted(&Submission::file(Path::new("/dev/zero")))
            .unwrap();
    }
}
