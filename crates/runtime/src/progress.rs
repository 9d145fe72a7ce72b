//! Progress over iterations: a bar in a terminal, few lines in a notebook that shows text line by line.

use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::bench::human_seconds;
use crate::display;

/// A terminal's bar is drawn at most this often per second.
const UPDATES_PER_SECOND: u8 = 10;
/// A line-based reader gets a line when so much time has passed…
const QUIET: Duration = Duration::from_secs(2);
/// …or after so many hundredths of the whole.
const STEP_PERCENT: usize = 10;

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
}

/// Progress called `name` over `total` iterations.
pub fn progress(name: impl Into<String>, total: usize) -> Progress {
    let meter = Meter::new(name.into(), total, Instant::now());
    let sink = if display::channel().is_line_based() {
        Sink::Lines
    } else {
        Sink::Bar(bar(&meter))
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

    /// `count` more iterations are done.
    pub fn advance(&mut self, count: usize) {
        self.meter.done += count;
        match &self.sink {
            Sink::Bar(bar) => bar.inc(count as u64),
            Sink::Lines => self.print(),
        }
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

/// How far the work is, and when the next line is due.
#[derive(Debug)]
struct Meter {
    name: String,
    metric: String,
    total: usize,
    done: usize,
    start: Instant,
    /// When the last line was due, and how many were done then.
    last: (Instant, usize),
}

impl Meter {
    fn new(name: String, total: usize, now: Instant) -> Self {
        Self {
            name,
            metric: String::new(),
            total,
            done: 0,
            start: now,
            last: (now, 0),
        }
    }

    /// The line for now, if one is due: not the last one, which comes at the end.
    fn line(&mut self, now: Instant) -> Option<String> {
        const SHORTEST: Duration = Duration::from_millis(1000 / UPDATES_PER_SECOND as u64);
        let passed = now.duration_since(self.last.0);
        let far =
            (self.done - self.last.1) * 100 >= self.total * STEP_PERCENT && passed >= SHORTEST;
        if self.done >= self.total || !(far || passed >= QUIET) {
            return None;
        }
        self.last = (now, self.done);
        Some(self.words(now))
    }

    /// The line that stays, unless nothing was done since the last one.
    fn last_line(&self, now: Instant) -> Option<String> {
        (self.done != self.last.1 || self.done == 0).then(|| self.words(now))
    }

    fn words(&self, now: Instant) -> String {
        let elapsed = now.duration_since(self.start).as_secs_f64();
        let percent = (self.done * 100).checked_div(self.total).unwrap_or(100);
        let left = match self.done {
            0 => String::new(),
            done if done >= self.total => String::new(),
            done => {
                let left = elapsed / done as f64 * (self.total - done) as f64;
                format!(", {} left", human_seconds(left))
            }
        };
        let metric = if self.metric.is_empty() {
            String::new()
        } else {
            format!(" · {}", self.metric)
        };
        let count = format!("{percent:>3} % ({}/{})", self.done, self.total);
        format!(
            "{} {count} {}{left}{metric}",
            self.name,
            human_seconds(elapsed)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter(total: usize) -> (Meter, Instant) {
        let start = Instant::now();
        (Meter::new("Training".into(), total, start), start)
    }

    /// Lines of a run whose steps take `step` each.
    fn lines(total: usize, step: Duration) -> Vec<String> {
        let (mut meter, start) = meter(total);
        let mut lines = Vec::new();
        for done in 1..=total {
            meter.done = done;
            lines.extend(meter.line(start + step * done as u32));
        }
        lines.extend(meter.last_line(start + step * total as u32));
        lines
    }

    #[test]
    fn a_steady_run_gives_a_line_per_tenth() {
        let lines = lines(1000, Duration::from_millis(10));
        assert_eq!(lines.len(), 10);
        assert_eq!(lines[0], "Training  10 % (100/1000) 1.00 s, 9.00 s left");
        assert_eq!(lines[9], "Training 100 % (1000/1000) 10.00 s");
    }

    #[test]
    fn a_slow_run_gives_a_line_every_two_seconds() {
        assert_eq!(lines(100, Duration::from_millis(500)).len(), 25);
    }

    #[test]
    fn a_quick_run_gives_its_last_line_alone() {
        let lines = lines(1000, Duration::from_micros(1));
        assert_eq!(lines, ["Training 100 % (1000/1000) 1.0 ms"]);
    }

    #[test]
    fn the_metric_stands_at_the_end() {
        let (mut meter, start) = meter(4);
        meter.done = 2;
        meter.metric = "loss 0.5".into();
        assert_eq!(
            meter.words(start + Duration::from_secs(1)),
            "Training  50 % (2/4) 1.00 s, 1.00 s left · loss 0.5"
        );
    }

    #[test]
    fn nothing_to_do_is_all_done() {
        let (meter, start) = meter(0);
        assert!(
            meter
                .last_line(start)
                .unwrap()
                .starts_with("Training 100 % (0/0)")
        );
    }

    #[test]
    fn items_come_through_unchanged() {
        let items: Vec<_> = progress("Sampling", 3).over(0..3).collect();
        assert_eq!(items, [0, 1, 2]);
        assert_eq!([1, 2].iter().progress("Counting").count(), 2);
    }
}
