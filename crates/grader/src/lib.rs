//! Grades submitted notebooks without trusting them.
//!
//! ```text
//! read → identify → extract → sanitise → policy → build → run → score → report
//! ```
//!
//! Each pass is a function from one [`Work`] to the next (see [`passes`]). Student code is started by two of them, `build` and
//! `run`, and only in a sandbox; it gets inputs and gives values back, and the hidden tests judge those values here, outside.
//! No explicit pass record means 0 points.
//!
//! What it is not: it prints nothing and knows no lab. The labs, their hidden tests and the released notebooks are given to
//! [`Grader::new`]; what goes on is told to an [`Observer`].

mod batch;
mod change;
mod error;
mod find;
mod grader;
mod key;
mod lab;
mod limits;
mod manual;
pub mod passes;
pub mod policy;
mod record;
pub mod report;
mod scratch;
mod seed;
pub mod similarity;
mod slurm;
mod store;
mod work;
mod worker;

pub use batch::{Batch, Observer, Quiet, Report, records};
pub use change::Change;
pub use error::GradeError;
pub use find::{Submission, find};
pub use grader::{Grader, Options};
pub use lab::{GradedLab, Reference};
pub use limits::Limits;
pub use manual::{ManualPoints, ManualRecord, ManualTask};
pub use record::{Carried, Class, ExerciseRecord, Place, Record, State, TestRecord, Times};
pub use slurm::Slurm;
pub use work::{Answer, Dropped, Rejection, Standing, Work};

use sha2::{Digest, Sha256};

/// SHA-256 in hexadecimal over parts, each with its length so that no two lists of parts run together.
#[must_use]
pub fn digest(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    hex(&hasher.finalize())
}

/// SHA-256 of `bytes` in hexadecimal.
#[must_use]
pub fn digest_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
