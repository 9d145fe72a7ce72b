//! Progress over iterations: a bar in a terminal, a result that is replaced in a notebook, few lines where neither can be.

mod live;
mod meter;

use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::display::{self, Drawing};
use crate::interrupt;
use live::Live;
use meter::Meter;

/// A terminal's bar is drawn at most this often per second.
const UPDATES_PER_SECOND: u8 = 10;

/// Counts iterations and shows how far they are. Ends when dropped; its last state stays.
///
/// ```
/// let mut progress = noisebook_runtime::progress("Training", 3);
/// for step in 0..3 {
///     progress.set(format!("loss {:.3}", 1.0 / (step + 1) as f64));
///     progress.step();
/// }
/// ```
#[derive(Debug)]
pub struct Progress {
    meter: Meter,
    sink: Sink,
}

#[derive(Debug)]
enum Sink {
    Bar(ProgressBar),
    Lines,
    InPlace(Live),
}

/// Progress called `name` over `total` iterations.
pub fn progress(name: impl Into<String>, total: usize) -> Progress {
    let meter = Meter::new(name.into(), total, Instant::now());
    let sink = match display::channel().drawing() {
        Drawing::Lines => Sink::Lines,
        Drawing::Bar => Sink::Bar(bar(&meter)),
        Drawing::InPlace => Sink::InPlace(Live::start(&meter)),
    };
    Progress { meter, sink }
}

fn bar(meter: &Meter) -> ProgressBar {
    let target = ProgressDrawTarget::stderr_with_hz(UPDATES_PER_SECOND);
    let bar = ProgressBar::with_draw_target(Some(meter.total as u64), target);
    let template = "{prefix} {bar:30} {percent:>3} % ({pos}/{len}) {elapsed}, {eta} left {msg}";
    let style =
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.with_prefix(meter.name.clone()).with_style(style)
}

impl Progress {
    /// One more iteration is done.
    pub fn step(&mut self) {
        self.advance(1);
    }

    /// `count` more iterations are done. Here an interrupt of the reader takes effect.
    pub fn advance(&mut self, count: usize) {
        self.meter.done += count;
        match &mut self.sink {
            Sink::Bar(bar) => bar.inc(count as u64),
            Sink::Lines => self.print(),
            Sink::InPlace(live) => live.update(&self.meter, Instant::now()),
        }
        interrupt::check();
    }

    /// Shows `metric` beside the count from now on, for example the loss.
    pub fn set(&mut self, metric: impl ToString) {
        self.meter.metric = metric.to_string();
        if let Sink::Bar(bar) = &self.sink {
            bar.set_message(format!("· {}", self.meter.metric));
        }
    }

    /// Runs over `items`, one step after each.
    pub fn over<I: IntoIterator>(self, items: I) -> Over<I::IntoIter> {
        Over {
            items: items.into_iter(),
            progress: self,
            started: false,
        }
    }

    /// Ends now; otherwise it ends when dropped.
    pub fn finish(self) {}

    fn print(&mut self) {
        if let Some(line) = self.meter.line(Instant::now()) {
            display::channel().line(&line);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        match &self.sink {
            Sink::Bar(bar) => bar.abandon(),
            Sink::InPlace(live) => live.draw(&self.meter, Instant::now()),
            Sink::Lines => {
                if let Some(line) = self.meter.last_line(Instant::now()) {
                    display::channel().line(&line);
                }
            }
        }
    }
}

/// Items with progress; made by [`Progress::over`] or [`TrackProgress::progress`].
#[derive(Debug)]
pub struct Over<I> {
    items: I,
    progress: Progress,
    started: bool,
}

impl<I> Over<I> {
    /// Shows `metric` beside the count from now on.
    pub fn set(&mut self, metric: impl ToString) {
        self.progress.set(metric);
    }
}

impl<I: Iterator> Iterator for Over<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        if self.started {
            self.progress.step();
        }
        let item = self.items.next();
        self.started = item.is_some();
        item
    }
}

/// `items.progress("Training")` for anything that knows its length.
pub trait TrackProgress: ExactSizeIterator + Sized {
    /// The same items, with progress called `name`.
    fn progress(self, name: impl Into<String>) -> Over<Self> {
        let total = self.len();
        progress(name, total).over(self)
    }
}

impl<I: ExactSizeIterator> TrackProgress for I {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_through_unchanged() {
        let items: Vec<_> = progress("Sampling", 3).over(0..3).collect();
        assert_eq!(items, [0, 1, 2]);
        assert_eq!([1, 2].iter().progress("Counting").count(), 2);
    }
}
