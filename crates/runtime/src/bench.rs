//! Wall-clock timing for demonstrations.

use std::time::Instant;

use crate::stats;

/// The median wall-clock time of `body` in seconds, over `runs` timed calls after `warm_up` untimed ones.
///
/// A median, because one call interrupted by another process must not move the result. At least one call is timed.
pub fn median_seconds<T>(warm_up: usize, runs: usize, mut body: impl FnMut() -> T) -> f64 {
    for _ in 0..warm_up {
        std::hint::black_box(body());
    }
    let seconds: Vec<f64> = (0..runs.max(1)).map(|_| seconds(&mut body)).collect();
    stats::median(&seconds).unwrap_or(0.0)
}

fn seconds<T>(body: &mut impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    std::hint::black_box(body());
    start.elapsed().as_secs_f64()
}

/// A duration as people read it: `850 ns`, `13.2 µs`, `4.1 ms`, `2.30 s`, `3 min 20 s`.
pub fn human_seconds(seconds: f64) -> String {
    if !seconds.is_finite() || seconds < 0.0 {
        return "unknown".into();
    }
    match seconds {
        s if s < 1e-6 => format!("{:.0} ns", s * 1e9),
        s if s < 1e-3 => format!("{:.1} µs", s * 1e6),
        s if s < 1.0 => format!("{:.1} ms", s * 1e3),
        s if s < 60.0 => format!("{s:.2} s"),
        s => format!("{:.0} min {:.0} s", (s / 60.0).floor(), s % 60.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warm_up_calls_come_on_top_of_the_timed_ones() {
        let mut calls = 0;
        let median = median_seconds(2, 5, || calls += 1);
        assert_eq!(calls, 7);
        assert!(median >= 0.0);
    }

    #[test]
    fn zero_runs_still_time_one_call() {
        let mut calls = 0;
        median_seconds(0, 0, || calls += 1);
        assert_eq!(calls, 1);
    }

    #[test]
    fn durations_read_well() {
        let shown: Vec<_> = [8.5e-7, 1.32e-5, 4.1e-3, 2.3, 200.0]
            .map(human_seconds)
            .into();
        assert_eq!(
            shown,
            ["850 ns", "13.2 µs", "4.1 ms", "2.30 s", "3 min 20 s"]
        );
    }
}
