//! Tasks that a person grades: the points come from a small TOML file for the class.
//!
//! ```toml
//! [anna]
//! 5a = 4
//!
//! [ben]
//! 5a = { points = 3, comment = "Which of the two variances?" }
//! ```

mod points;
mod sheet;

pub use points::ManualPoints;
pub(crate) use sheet::extended;

use notebook_file::Written;
use serde::{Deserialize, Serialize};

/// A task of a lab that a person grades.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ManualTask {
    /// Such as `5a`; no exercise has the same.
    pub id: String,
    /// The lab's section, from 1.
    pub section: u32,
    /// A few words.
    pub title: String,
    /// What it earns at most.
    pub points: u32,
    /// Ids of the prediction and discussion cells that the student writes into.
    #[serde(default)]
    pub cells: Vec<String>,
}

/// A task of a submission that a person grades.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManualRecord {
    /// Such as `5a`.
    pub id: String,
    /// A few words.
    pub title: String,
    /// Points to earn.
    pub max_points: u32,
    /// What the student wrote, cell by cell; nothing where a cell is as it was released.
    pub texts: Vec<String>,
    /// Points that a person gave, once one did.
    pub points: Option<u32>,
    /// What that person says to the student.
    pub comment: Option<String>,
}

/// Longer texts are cut: a record stays readable.
const MAX_TEXT: usize = 20_000;

impl ManualTask {
    /// The task in a submission whose texts are `written`.
    pub(crate) fn record(&self, written: &[Written]) -> ManualRecord {
        let of_task = |text: &&Written| text.id.as_ref().is_some_and(|id| self.cells.contains(id));
        let texts = written.iter().filter(of_task).filter(|text| text.changed);
        ManualRecord {
            id: self.id.clone(),
            title: self.title.clone(),
            max_points: self.points,
            texts: texts
                .map(|text| text.source.chars().take(MAX_TEXT).collect())
                .collect(),
            points: None,
            comment: None,
        }
    }
}

#[cfg(test)]
mod tests;
