//! Standard input of a cell, seen from the engine.

use std::io::{PipeWriter, Write};
use std::sync::Arc;

use cell_wire::Answer;

/// A cell waits for a line of standard input. Whoever drops this unanswered tells it that there is none.
#[derive(Debug)]
pub struct Input {
    number: u64,
    answers: Option<Arc<PipeWriter>>,
}

impl Input {
    pub(crate) fn new(number: u64, answers: Arc<PipeWriter>) -> Self {
        Self {
            number,
            answers: Some(answers),
        }
    }

    /// Gives the line; its end is added.
    pub fn line(mut self, text: &str) {
        self.answer(Some(format!("{text}\n")));
    }

    fn answer(&mut self, text: Option<String>) {
        let Some(answers) = self.answers.take() else {
            return;
        };
        let number = self.number;
        let mut line = serde_json::to_vec(&Answer { number, text }).unwrap_or_default();
        line.push(b'\n');
        // A child that is gone waits no more.
        let _ = (&*answers).write_all(&line);
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        self.answer(None);
    }
}
