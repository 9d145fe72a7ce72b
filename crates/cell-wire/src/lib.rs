//! Messages between the engine and the process that runs cells, one JSON object a line.

mod names;

pub use names::without_crates;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// File descriptor on which the child reads orders.
pub const ORDERS: i32 = 3;
/// File descriptor on which the child writes events.
pub const EVENTS: i32 = 4;

/// File descriptor on which the child reads answers.
pub const ANSWERS: i32 = 5;

/// What the engine orders.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "snake_case")]
pub enum Order {
    /// Loads shared objects of items, so that statements linked to them find them.
    Load {
        /// Absolute paths.
        paths: Vec<String>,
    },
    /// Loads a shared object and calls its cell.
    Run {
        /// Absolute path.
        path: String,
    },
    /// Drops variables.
    Forget {
        /// Their names.
        names: Vec<String>,
    },
}

/// A line of standard input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The number of the question.
    pub number: u64,
    /// The line with its end; `None` when there is no more.
    pub text: Option<String>,
}

/// What the child reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The order before is carried out.
    Finished {
        /// How the cell ended.
        flow: Flow,
        /// The variables that are left.
        variables: Vec<String>,
    },
    /// A rich result to show.
    Display {
        /// Body by MIME type; binary bodies in base64.
        data: BTreeMap<String, String>,
        /// Metadata by MIME type.
        metadata: serde_json::Value,
        /// Set when it may be replaced later.
        id: Option<String>,
        /// Replaces what was shown with this id.
        update: bool,
        /// The value of the cell's last expression.
        result: bool,
    },
    /// What the cell has shown so far is to go.
    Clear {
        /// Not before there is something new to show.
        wait: bool,
    },
    /// A cell reads standard input and waits for an [`Answer`].
    Input {
        /// The answer's number.
        number: u64,
    },
    /// The shared object could not be loaded.
    Refused {
        /// Why.
        reason: String,
    },
}

/// How a cell ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "snake_case")]
pub enum Flow {
    /// It reached its last statement.
    Done,
    /// A `?` met an error.
    Threw {
        /// The error's type.
        name: String,
        /// Its text, sources included.
        message: String,
        /// Where: file, line and column of the generated source or of a library.
        location: Option<(String, u32, u32)>,
    },
    /// It panicked.
    Panicked {
        /// The panic's message.
        message: String,
        /// Where: file, line and column of the generated source or of a library.
        location: Option<(String, u32, u32)>,
    },
    /// The reader interrupted it.
    Interrupted,
}
