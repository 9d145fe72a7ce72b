//! A bar with what is left; nothing where nobody watches.

use grader::{Observer, Record, Submission};
use indicatif::{ProgressBar, ProgressStyle};

/// Draws a batch.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar for `count` submissions.
    pub fn new(count: usize) -> Self {
        let bar = ProgressBar::new(count as u64);
        let template =
            "{bar:30} {pos}/{len} submissions, {elapsed} gone, {eta} left  {wide_msg:.dim}";
        bar.set_style(
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
        );
        bar.enable_steady_tick(std::time::Duration::from_millis(200));
        Self(bar)
    }

    /// So many submissions have their record.
    pub fn reached(&self, count: usize) {
        self.0.set_position(count as u64);
    }

    /// Says what is going on.
    pub fn say(&self, what: &str) {
        self.0.set_message(what.to_owned());
    }

    /// Wipes the bar.
    pub fn finish(&self) {
        self.0.finish_and_clear();
    }
}

impl Observer for Bar {
    fn started(&self, submission: &Submission) {
        self.0.set_message(submission.id.clone());
    }

    fn finished(&self, _: &Record, _: bool) {
        self.0.inc(1);
    }
}
