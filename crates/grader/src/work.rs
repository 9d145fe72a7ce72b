//! A submission on its way through the passes.

use std::path::PathBuf;

use notebook_file::Notebook;
use tempfile::TempDir;

use crate::{ExerciseRecord, GradedLab, ManualRecord, Place, State, Submission, TestRecord, Times};

/// What is known of a submission so far. Each pass fills in its part.
pub struct Work<'a> {
    /// The file.
    pub submission: &'a Submission,
    /// The submitted notebook; from `sanitise` on the released one with the student's answers.
    pub notebook: Notebook,
    /// The lab, from `identify` on.
    pub lab: Option<&'a GradedLab>,
    /// Items of the released set-up cell.
    pub setup: String,
    /// One for each answer cell of the lab.
    pub answers: Vec<Answer>,
    /// Cells that the student added.
    pub helpers: Vec<Helper>,
    /// Texts that a person grades.
    pub manual: Vec<ManualRecord>,
    /// What was unusual.
    pub notes: Vec<String>,
    /// What `build` made, and where.
    pub programs: Vec<Program>,
    /// Hold the programs; removed with the work.
    pub folders: Vec<TempDir>,
    /// What the hidden tests found, exercise by exercise.
    pub tested: Vec<Tested>,
    /// The same with the reference's earlier answers, where that was tried.
    pub carried: Vec<Retried>,
    /// What the student's code printed: kept for people, never read by the grader.
    pub output: Vec<u8>,
    /// One for each exercise, from `score` on.
    pub exercises: Vec<ExerciseRecord>,
    /// What it took.
    pub times: Times,
}

/// An answer cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Its id, such as `noise_schedules`.
    pub id: String,
    /// The trait it implements.
    pub trait_name: String,
    /// Where it stands in the submission.
    pub place: Option<Place>,
    /// What the passes found so far.
    pub standing: Standing,
    /// Methods that do not compile; the rest of the answer does without them.
    pub dropped: Vec<Dropped>,
}

/// A method that does not compile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Its name.
    pub method: String,
    /// What the compiler said.
    pub message: String,
    /// Line of the cell from 1, where known.
    pub line: Option<usize>,
}

/// What the passes found of an answer so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It can be tested: the source.
    Given(String),
    /// It cannot: why, and the words for it.
    Out(State, String),
}

/// A cell that the student added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Helper {
    /// Its code.
    pub source: String,
    /// Code cells counted from 1.
    pub cell: usize,
}

/// A compiled worker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The file.
    pub path: PathBuf,
    /// Ids of the answers that it holds.
    pub answers: Vec<String>,
}

/// The hidden tests of one exercise.
#[derive(Debug, Clone, PartialEq)]
pub struct Tested {
    /// Such as `1b`.
    pub exercise: &'static str,
    /// One for each test.
    pub tests: Vec<TestRecord>,
}

/// The hidden tests of one exercise with the reference's earlier answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Retried {
    /// The exercises whose answers the reference gave.
    pub replaced: Vec<&'static str>,
    /// What was found.
    pub tested: Tested,
}

/// Why nothing of a submission can be graded, in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Rejection(pub String);

impl<'a> Work<'a> {
    /// A submission before its first pass.
    #[must_use]
    pub fn new(submission: &'a Submission) -> Self {
        Self {
            submission,
            notebook: Notebook::new(Vec::new()),
            lab: None,
            setup: String::new(),
            answers: Vec::new(),
            helpers: Vec::new(),
            manual: Vec::new(),
            notes: Vec::new(),
            programs: Vec::new(),
            folders: Vec::new(),
            tested: Vec::new(),
            carried: Vec::new(),
            output: Vec::new(),
            exercises: Vec::new(),
            times: Times::default(),
        }
    }

    /// The lab.
    ///
    /// # Errors
    /// Before `identify`.
    pub fn lab(&self) -> Result<&'a GradedLab, Rejection> {
        self.lab
            .ok_or_else(|| Rejection("its lab is not known".into()))
    }
}

impl Answer {
    /// The source, while the answer can be tested.
    #[must_use]
    pub fn source(&self) -> Option<&str> {
        match &self.standing {
            Standing::Given(source) => Some(source),
            Standing::Out(..) => None,
        }
    }

    /// Another source for an answer that can be tested.
    pub(crate) fn replace_source(&mut self, source: String) {
        if let Standing::Given(before) = &mut self.standing {
            *before = source;
        }
    }

    /// What the compiler said of the method, if it does not compile.
    #[must_use]
    pub fn dropped(&self, method: &str) -> Option<&Dropped> {
        self.dropped.iter().find(|dropped| dropped.method == method)
    }

    /// Takes the answer out, with the line that is to blame if one is known.
    pub fn reject(&mut self, state: State, message: impl Into<String>, line: Option<usize>) {
        self.standing = Standing::Out(state, message.into());
        if let Some(place) = &mut self.place {
            place.line = line;
        }
    }
}
