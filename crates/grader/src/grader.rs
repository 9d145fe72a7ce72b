use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use kit::Kit;
use sandbox::{Isolation, Sandbox};

use crate::passes::{JUDGE, PREPARE, through};
use crate::record::SCHEMA;
use crate::scratch::Scratch;
use crate::{
    GradeError, GradedLab, Limits, ManualRecord, Record, Rejection, Submission, Work, key, seed,
};

/// Everything that is the same for all submissions of a batch.
#[derive(Debug)]
pub struct Grader {
    /// The labs with their hidden tests.
    pub labs: Vec<GradedLab>,
    /// What answers compile against: with the stub, never with the solution.
    pub kit: Kit,
    /// Where student code runs.
    pub sandbox: Sandbox,
    /// Digest of hidden tests and judge.
    pub tests: String,
    /// How to grade.
    pub options: Options,
    /// Below it stands the folder in which answers are compiled; it goes with the grader.
    pub scratch: PathBuf,
    workplace: OnceLock<Result<Scratch, String>>,
}

/// How to grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// What one submission may use.
    pub limits: Limits,
    /// From which all students' seeds are drawn.
    pub assignment: String,
    /// The one lab whose notebooks are accepted; none accepts every graded lab.
    pub lab: Option<String>,
    /// Grade even where the machine isolates less.
    pub allow_reduced_isolation: bool,
    /// The pass `policy`. Off only to prove that the sandbox holds by itself.
    pub static_policy: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            assignment: String::new(),
            lab: None,
            allow_reduced_isolation: false,
            static_policy: true,
        }
    }
}

/// A record, and what the student's code printed.
#[derive(Debug, Clone, PartialEq)]
pub struct Graded {
    pub(crate) record: Record,
    pub(crate) output: Vec<u8>,
}

impl Grader {
    /// A grader for `labs`, or the reason why this machine cannot grade.
    ///
    /// # Errors
    /// [`GradeError::Isolation`] when `sandbox` isolates less than fully and that was not allowed.
    pub fn new(
        labs: Vec<GradedLab>,
        kit: Kit,
        sandbox: Sandbox,
        tests: String,
        options: Options,
    ) -> Result<Self, GradeError> {
        match sandbox.isolation() {
            Isolation::Full => {}
            Isolation::Reduced { .. } if options.allow_reduced_isolation => {}
            weaker => return Err(GradeError::Isolation(weaker.clone())),
        }
        Ok(Self {
            labs,
            kit,
            sandbox,
            tests,
            options,
            scratch: std::env::temp_dir(),
            workplace: OnceLock::new(),
        })
    }

    /// The folder in which answers are compiled.
    ///
    /// # Errors
    /// In words, when it cannot be made.
    pub(crate) fn workplace(&self) -> Result<&Path, String> {
        let made = self.workplace.get_or_init(|| Scratch::new(&self.scratch));
        made.as_ref().map(Scratch::path).map_err(Clone::clone)
    }

    /// Finds a submission's answers, and the key of its record.
    pub(crate) fn prepare<'a>(
        &'a self,
        submission: &'a Submission,
    ) -> (String, Result<Work<'a>, Rejection>) {
        let prepared = through(PREPARE, self, Work::new(submission));
        (key::of(self, submission, &prepared), prepared)
    }

    /// Grades what was prepared.
    pub(crate) fn judge(
        &self,
        submission: &Submission,
        key: String,
        prepared: Result<Work<'_>, Rejection>,
    ) -> Graded {
        let blank = self.blank(submission, key);
        match prepared.and_then(|work| through(JUDGE, self, work)) {
            Ok(work) => self.graded(blank, work),
            Err(Rejection(why)) => Graded {
                record: Record {
                    rejected: Some(why),
                    ..blank
                },
                output: Vec::new(),
            },
        }
    }

    /// Grades one submission.
    #[must_use]
    pub fn grade(&self, submission: &Submission) -> Record {
        let (key, prepared) = self.prepare(submission);
        self.judge(submission, key, prepared).record
    }

    /// A record that earns nothing.
    pub(crate) fn blank(&self, submission: &Submission, key: String) -> Record {
        let lab = self.options.lab.as_deref();
        let expected = self.labs.iter().find(|known| Some(known.lab.slug) == lab);
        Record {
            schema: SCHEMA,
            key,
            submission: submission.id.clone(),
            file: submission.name.clone(),
            submitted: submission.digest(),
            lab: lab.map(str::to_owned),
            points: 0,
            max_points: expected.map_or(0, |lab| lab.lab.automatic_points()),
            rejected: None,
            not_graded: None,
            seed: seed::submission(
                lab.unwrap_or_default(),
                &submission.id,
                &self.options.assignment,
            ),
            tests: self.tests.clone(),
            toolchain: format!(
                "{}, kit {}",
                self.kit.toolchain().version,
                self.kit.digest()
            ),
            isolation: self.isolation().into(),
            notes: Vec::new(),
            exercises: Vec::new(),
            manual: expected.map(unread).unwrap_or_default(),
            times: crate::Times::default(),
        }
    }

    pub(crate) fn isolation(&self) -> &'static str {
        match self.sandbox.isolation() {
            Isolation::Full => "full",
            Isolation::Reduced { .. } => "reduced",
            Isolation::Trusted => "none",
        }
    }

    fn graded(&self, blank: Record, work: Work<'_>) -> Graded {
        let Some(lab) = work.lab else {
            return Graded {
                record: blank,
                output: work.output,
            };
        };
        let record = Record {
            lab: Some(lab.lab.slug.into()),
            points: work.exercises.iter().map(|exercise| exercise.points).sum(),
            max_points: lab.lab.automatic_points(),
            seed: seed::submission(lab.lab.slug, &work.submission.id, &self.options.assignment),
            notes: work.notes,
            exercises: work.exercises,
            manual: work.manual,
            times: work.times,
            ..blank
        };
        Graded {
            record,
            output: work.output,
        }
    }
}

/// The manual tasks of a submission whose texts were not read.
fn unread(lab: &GradedLab) -> Vec<ManualRecord> {
    lab.manual.iter().map(|task| task.record(&[])).collect()
}
