//! What is kept of a graded submission.

use serde::{Deserialize, Serialize};

use crate::ManualRecord;

/// Version of the layout of [`Record`].
pub(crate) const SCHEMA: u32 = 2;

/// A graded submission: `result.json`. For the instructor; students get the reports made from it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Version of this layout.
    pub schema: u32,
    /// Digest over all that decides the result: answers, tests, toolchain, seed, limits, isolation.
    pub key: String,
    /// The student's name in the batch.
    pub submission: String,
    /// The file that was handed in, below the folder that was graded.
    pub file: String,
    /// SHA-256 of that file; empty where it could not be read.
    pub submitted: String,
    /// The lab; nothing when it was not recognised.
    pub lab: Option<String>,
    /// Points that tests gave.
    pub points: u32,
    /// Points that tests can give.
    pub max_points: u32,
    /// Why nothing could be graded, if so.
    pub rejected: Option<String>,
    /// What kept the grader itself from grading, if anything: a person must look.
    pub not_graded: Option<String>,
    /// From which all randomness was drawn.
    pub seed: String,
    /// Digest of hidden tests and judge.
    pub tests: String,
    /// The compiler, and a digest of what the answers were linked to.
    pub toolchain: String,
    /// How the student's code was isolated: `full` or `reduced`.
    pub isolation: String,
    /// What was unusual, in words.
    pub notes: Vec<String>,
    /// One for each exercise of the lab, in order.
    pub exercises: Vec<ExerciseRecord>,
    /// What a person grades, in the order of the rubric.
    pub manual: Vec<ManualRecord>,
    /// What it took. Not a part of the result: the one field in which two gradings may differ.
    pub times: Times,
}

/// One exercise of a submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExerciseRecord {
    /// Such as `1b`.
    pub id: String,
    /// A few words.
    pub title: String,
    /// The answer cell.
    pub answer: String,
    /// Points earned.
    pub points: u32,
    /// Points to earn.
    pub max_points: u32,
    /// How it ended.
    pub state: State,
    /// What kind of mistake, for [`State::Failed`].
    pub class: Option<Class>,
    /// Where the answer stands in the submission.
    pub place: Option<Place>,
    /// What was found, in words.
    pub message: Option<String>,
    /// What to look at.
    pub hint: Option<String>,
    /// One for each hidden test.
    pub tests: Vec<TestRecord>,
    /// Set when the tests also ran with the reference's earlier answers.
    pub carried: Option<Carried>,
}

/// An exercise that builds on others whose answers are wrong, tested once more with the reference's in their place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    /// The exercises whose answers the reference gave.
    pub replaced: Vec<String>,
    /// Whether all hidden tests passed then: the points are for that. Otherwise the exercise is wrong either way.
    pub earned: bool,
    /// What was found with the student's own earlier answers, in words.
    pub own: Option<String>,
}

/// One hidden test of a submission.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TestRecord {
    /// What it shows.
    pub name: String,
    /// How it ended.
    pub state: State,
    /// What kind of mistake, for [`State::Failed`].
    pub class: Option<Class>,
    /// What was found, in words.
    pub message: Option<String>,
    /// What to look at.
    pub hint: Option<String>,
}

/// A place in the submitted notebook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Code cells counted from 1.
    pub cell: usize,
    /// Line of the cell from 1, where known.
    pub line: Option<usize>,
}

/// How an exercise or a test ended. Only `Passed` earns points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// All hidden tests passed.
    Passed,
    /// A value was wrong, or none came although the process lives.
    Failed,
    /// The body is still the scaffold's.
    Todo,
    /// No such answer in the notebook.
    Missing,
    /// The answer uses what answers may not use.
    Refused,
    /// The answer does not compile.
    CompileError,
    /// The process ended.
    Crashed,
    /// No answer in time.
    TimedOut,
    /// The grader is to blame; a person must look. Counts as 0 until then.
    NotGraded,
}

/// The kind of mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// The value is not the right one.
    WrongValue,
    /// The value is not of the type or shape that the signature promises.
    WrongType,
    /// The body panicked.
    Panicked,
    /// What came over the pipe is no reply.
    BadReply,
}

/// What a grading took; times in seconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub struct Times {
    /// Reading the notebook and finding the answers.
    pub read: f64,
    /// Compiling.
    pub build: f64,
    /// CPU time of compiling.
    pub build_cpu: f64,
    /// Running the hidden tests.
    pub run: f64,
    /// CPU time of the student's processes.
    pub run_cpu: f64,
    /// CPU time of the judge itself.
    pub judge_cpu: f64,
    /// How many sandboxes were built for it.
    #[serde(default)]
    pub launches: u32,
}

impl State {
    /// In the words of a report.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Todo => "TODO",
            Self::Missing => "missing",
            Self::Refused => "refused",
            Self::CompileError => "compile error",
            Self::Crashed => "crashed",
            Self::TimedOut => "timed out",
            Self::NotGraded => "not graded",
        }
    }
}

impl Record {
    /// Points of tests and persons together, so far.
    #[must_use]
    pub fn total(&self) -> u32 {
        let manual = self.manual.iter().filter_map(|task| task.points);
        self.points + manual.sum::<u32>()
    }

    /// All points that can be earned.
    #[must_use]
    pub fn max_total(&self) -> u32 {
        self.max_points + self.manual.iter().map(|task| task.max_points).sum::<u32>()
    }

    /// Whether a person has yet to give points.
    #[must_use]
    pub fn waits_for_points(&self) -> bool {
        self.manual.iter().any(|task| task.points.is_none())
    }

    /// Whether a person must look: something is not graded although the student may have done it.
    #[must_use]
    pub fn needs_a_person(&self) -> bool {
        self.not_graded.is_some()
            || self
                .exercises
                .iter()
                .any(|exercise| exercise.state == State::NotGraded)
    }
}
