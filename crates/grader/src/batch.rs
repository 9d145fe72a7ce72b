//! Many submissions at once.

use std::any::Any;
use std::fs;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::error::At;
use crate::grader::Graded;
use crate::store::Store;
use crate::{Change, GradeError, Grader, Record, Submission, report, store};

/// Grades submissions side by side and keeps a folder of records for each below `out`.
///
/// A record is written when its submission is done, in one step: whoever ends the batch early loses nothing that was finished,
/// and the next batch goes on from there.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The folder of all records.
    pub out: PathBuf,
    /// How many submissions at once.
    pub jobs: NonZero<usize>,
    /// Leave out submissions whose record would come out the same.
    pub resume: bool,
    /// Write the reports at the end.
    pub reports: bool,
}

/// Hears what goes on, from several threads.
pub trait Observer: Sync {
    /// Work on a submission begins.
    fn started(&self, _submission: &Submission) {}
    /// A submission has its record; `resumed` if it had it before.
    fn finished(&self, _record: &Record, _resumed: bool) {}
}

/// Hears nothing.
#[derive(Debug, Clone, Copy)]
pub struct Quiet;

impl Observer for Quiet {}

/// What a batch gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// One for each submission, in their order.
    pub records: Vec<Record>,
    /// How many were there before.
    pub resumed: usize,
    /// Whose result is another than before.
    pub changes: Vec<Change>,
}

impl Batch {
    /// Grades all of `submissions`, enters the points that a person gave and writes the reports.
    ///
    /// # Errors
    /// When a record cannot be written, or `manual.toml` says something that cannot be; records already written stay.
    pub fn run(
        &self,
        grader: &Grader,
        submissions: &[Submission],
        observer: &dyn Observer,
    ) -> Result<Report, GradeError> {
        fs::create_dir_all(&self.out).at("create", &self.out)?;
        let manual = report::manual_points(&self.out)?;
        let done = self.all(grader, submissions, observer)?;
        let resumed = done.iter().filter(|done| done.resumed).count();
        let changes = done.iter().filter_map(|done| done.change.clone()).collect();
        let mut records: Vec<Record> = done.into_iter().map(|done| done.record).collect();
        if self.reports {
            manual.enter(&mut records, |name| self.out.join(name).is_dir())?;
            report::publish(&self.out, &records)?;
        }
        Ok(Report {
            records,
            resumed,
            changes,
        })
    }

    /// Submissions with the keys of their records.
    #[must_use]
    pub fn keyed(&self, grader: &Grader, submissions: &[Submission]) -> Vec<(Submission, String)> {
        let keyed = submissions
            .iter()
            .map(|submission| (submission.clone(), grader.prepare(submission).0));
        keyed.collect()
    }

    /// Which of them lack a record that says how they end.
    #[must_use]
    pub fn missing(&self, keyed: &[(Submission, String)]) -> Vec<Submission> {
        let lacks = |(submission, key): &&(Submission, String)| {
            Store::new(&self.out, &submission.id)
                .finished(key)
                .is_none()
        };
        let missing = keyed.iter().filter(lacks);
        missing.map(|(submission, _)| submission.clone()).collect()
    }

    fn all(
        &self,
        grader: &Grader,
        submissions: &[Submission],
        observer: &dyn Observer,
    ) -> Result<Vec<Done>, GradeError> {
        let (next, failed, done) = (
            AtomicUsize::new(0),
            AtomicBool::new(false),
            Mutex::new(Vec::new()),
        );
        let work = || {
            while let Some((index, submission)) =
                take(&next, submissions).filter(|_| !failed.load(Ordering::Relaxed))
            {
                observer.started(submission);
                let result = self.one(grader, submission);
                failed.fetch_or(result.is_err(), Ordering::Relaxed);
                if let Ok(done) = &result {
                    observer.finished(&done.record, done.resumed);
                }
                done.lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .push((index, result));
            }
        };
        thread::scope(|scope| {
            let threads = self.jobs.get().min(submissions.len());
            for _ in 0..threads {
                scope.spawn(work);
            }
        });
        let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
        done.sort_by_key(|(index, _)| *index);
        done.into_iter().map(|(_, result)| result).collect()
    }

    /// Grades one submission, unless its record stands there already.
    fn one(&self, grader: &Grader, submission: &Submission) -> Result<Done, GradeError> {
        let store = Store::new(&self.out, &submission.id);
        let before = store.current();
        let attempt = || {
            let (key, prepared) = grader.prepare(submission);
            match store.finished(&key).filter(|_| self.resume) {
                Some(record) => Found::Before(record),
                None => Found::Now(grader.judge(submission, key, prepared)),
            }
        };
        let found = catch_unwind(AssertUnwindSafe(attempt));
        let found =
            found.unwrap_or_else(|panic| Found::Now(broke(grader, submission, panic.as_ref())));
        let (record, resumed) = match found {
            Found::Before(record) => {
                store.point(&record)?;
                (record, true)
            }
            Found::Now(graded) => {
                store.keep_submitted(submission)?;
                store.keep(&graded)?;
                (graded.record, false)
            }
        };
        let change = before.and_then(|before| Change::between(&before, &record));
        Ok(Done {
            record,
            resumed,
            change,
        })
    }
}

/// A submission that has its record.
struct Done {
    record: Record,
    resumed: bool,
    change: Option<Change>,
}

/// A record, and when it was made.
enum Found {
    Before(Record),
    Now(Graded),
}

fn take<'a>(next: &AtomicUsize, submissions: &'a [Submission]) -> Option<(usize, &'a Submission)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    submissions.get(index).map(|submission| (index, submission))
}

/// One submission on which the grader itself stumbles stops no other.
fn broke(grader: &Grader, submission: &Submission, panic: &(dyn Any + Send)) -> Graded {
    let words = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or(panic.downcast_ref::<&str>().copied());
    let why = format!(
        "the grader broke, please report it: {}",
        words.unwrap_or("a panic without a message")
    );
    let record = Record {
        not_graded: Some(why),
        ..grader.blank(submission, String::new())
    };
    Graded {
        record,
        output: Vec::new(),
    }
}

/// The records that count in the folder `out`, in the order of their names.
///
/// # Errors
/// When the folder cannot be read.
pub fn records(out: &Path) -> Result<Vec<Record>, GradeError> {
    let names = store::submissions(out)?;
    Ok(names
        .iter()
        .filter_map(|name| Store::new(out, name).current())
        .collect())
}
