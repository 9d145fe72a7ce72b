//! When a line-based reader gets the next line, and what it says.

use std::time::{Duration, Instant};

use super::UPDATES_PER_SECOND;
use crate::bench::human_seconds;

/// A line-based reader gets a line when so much time has passed…
const QUIET: Duration = Duration::from_secs(2);
/// …or after so many hundredths of the whole.
const STEP_PERCENT: usize = 10;

/// How far the work is, and when the next line is due.
#[derive(Debug)]
pub(super) struct Meter {
    pub name: String,
    pub metric: String,
    pub total: usize,
    pub done: usize,
    start: Instant,
    /// When the last line was due, and how many were done then.
    last: (Instant, usize),
}

impl Meter {
    /// Nothing done yet.
    pub fn new(name: String, total: usize, now: Instant) -> Self {
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
    pub fn line(&mut self, now: Instant) -> Option<String> {
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
    pub fn last_line(&self, now: Instant) -> Option<String> {
        (self.done != self.last.1 || self.done == 0).then(|| self.words(now))
    }

    /// Count, time and metric in words.
    pub fn words(&self, now: Instant) -> String {
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
}
