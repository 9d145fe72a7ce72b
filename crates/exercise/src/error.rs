//! What can go wrong between a test and the body it tests.

use crate::metadata::TODO_PREFIX;

/// Why a call brought no usable value back.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CallError {
    /// The body is still the scaffold's.
    #[error("{0}")]
    Unfilled(String),
    /// The body panicked.
    #[error("`{method}` panicked: {message}")]
    Panicked {
        /// The method called.
        method: String,
        /// The panic's message.
        message: String,
    },
    /// A value has not the type that the signature promises, or holds an impossible shape.
    #[error("{what}: expected {expected}, got {got}")]
    Mismatch {
        /// The argument or result.
        what: String,
        /// What the signature says.
        expected: String,
        /// What came.
        got: String,
    },
    /// No answer within the deadline.
    #[error("`{method}` gave no answer within {seconds} s")]
    TimedOut {
        /// The method called.
        method: String,
        /// The deadline.
        seconds: u64,
    },
    /// The process that runs the body is gone.
    #[error("`{method}` ended its process: {reason}")]
    Died {
        /// The method called.
        method: String,
        /// How the process ended.
        reason: String,
    },
    /// The pipe carried something that is no reply.
    #[error("the reply to `{method}` could not be read: {reason}")]
    BadReply {
        /// The method called.
        method: String,
        /// What was wrong with it.
        reason: String,
    },
    /// No handler knows the method.
    #[error("nothing answers `{0}`")]
    Unknown(String),
}

impl CallError {
    /// Sorts a panic's message: an unfilled exercise is not a crash. A long message is cut.
    pub fn from_panic(method: &str, message: String) -> Self {
        let message = cut(message);
        if message.starts_with(TODO_PREFIX) {
            Self::Unfilled(message)
        } else {
            Self::Panicked {
                method: method.into(),
                message,
            }
        }
    }
}

/// The most characters of a message that a body under test wrote.
const MAX_MESSAGE: usize = 1000;

/// The beginning of a message, with a mark where more followed.
pub(crate) fn cut(message: String) -> String {
    match message.char_indices().nth(MAX_MESSAGE) {
        None => message,
        Some((end, _)) => format!("{}…", &message[..end]),
    }
}

/// Why a test failed, in words that a student may read: never a hidden input, never the expected value of a hidden test.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// What was found.
    pub message: String,
    /// What to look at, if the test knows the mistake.
    pub hint: Option<String>,
    /// Set when no value came back at all.
    pub call: Option<CallError>,
}

impl Failure {
    /// A failure with a message alone.
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            hint: None,
            call: None,
        }
    }

    /// Adds what to look at, unless a more precise hint is there already.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint.get_or_insert_with(|| hint.into());
        self
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        Self {
            message: error.to_string(),
            hint: None,
            call: Some(error),
        }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.message)?;
        self.hint
            .as_ref()
            .map_or(Ok(()), |hint| write!(f, "\nhint: {hint}"))
    }
}
