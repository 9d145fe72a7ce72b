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
use crate::{GradeError, Grader, Record, Submission, report};

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
        let resumed = done.iter().filter(|(_, resumed)| *resumed).count();
        let mut records: Vec<Record> = done.into_iter().map(|(record, _)| record).collect();
        manual.enter(&mut records, |name| self.out.join(name).is_dir())?;
        report::publish(&self.out, &records)?;
        Ok(Report { records, resumed })
    }

    fn all(
        &self,
        grader: &Grader,
        submissions: &[Submission],
        observer: &dyn Observer,
    ) -> Result<Vec<(Record, bool)>, GradeError> {
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
                result
                    .iter()
                    .for_each(|(record, resumed)| observer.finished(record, *resumed));
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
    fn one(&self, grader: &Grader, submission: &Submission) -> Result<(Record, bool), GradeError> {
        let folder = self.out.join(&submission.id);
        let attempt = || {
            let (key, prepared) = grader.prepare(submission);
            match finished(&folder, &key).filter(|_| self.resume) {
                Some(record) => Done::Before(record),
                None => Done::Now(grader.judge(submission, key, prepared)),
            }
        };
        let done = catch_unwind(AssertUnwindSafe(attempt));
        match done.unwrap_or_else(|panic| Done::Now(broke(grader, submission, panic.as_ref()))) {
            Done::Before(record) => Ok((record, true)),
            Done::Now(graded) => report::keep(&folder, &graded).map(|()| (graded.record, false)),
        }
    }
}

/// A record, and when it was made.
enum Done {
    Before(Record),
    Now(Graded),
}

fn take<'a>(next: &AtomicUsize, submissions: &'a [Submission]) -> Option<(usize, &'a Submission)> {
    let index = next.fetch_add(1, Ordering::Relaxed);
    submissions.get(index).map(|submission| (index, submission))
}

/// The record in `folder`, if it has this key and nothing in it waits for a person.
fn finished(folder: &Path, key: &str) -> Option<Record> {
    report::read(folder).filter(|record| record.key == key && !record.needs_a_person())
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
