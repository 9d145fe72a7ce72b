//! What grading costs: where a submission's CPU time goes, what a sandbox costs, and the whole batch.

use std::fmt::Write;
use std::time::Duration;

use grader::{Report, Times};
use sandbox::Sandbox;

/// So many launches show the price of one.
const LAUNCHES: usize = 20;

/// Some lines for people; nothing of it is part of a result.
pub fn of(report: &Report, sandbox: &Sandbox) -> String {
    let mut text = split(report).unwrap_or_default();
    // A sandbox that cannot be built has been told of already.
    if let Ok(launch) = sandbox.overhead(LAUNCHES) {
        text += &overhead(report, launch);
    }
    let graded = report.records.len() - report.resumed;
    if let Some(seconds) = cpu_of_all().filter(|_| graded > 0) {
        let each = seconds / graded as f64;
        let _ = writeln!(
            text,
            "CPU of the whole batch: {seconds:.1} s, {each:.2} s a submission"
        );
    }
    text
}

/// The median submission's CPU time, by what it was for.
fn split(report: &Report) -> Option<String> {
    let build = median(report, |times| times.build_cpu)?;
    let run = median(report, |times| times.run_cpu)?;
    let judge = median(report, |times| times.judge_cpu).unwrap_or(0.0);
    let all = median(report, |times| {
        times.build_cpu + times.run_cpu + times.judge_cpu
    })?;
    Some(format!(
        "median CPU of a submission: {all:.2} s ({build:.2} s compiling, {run:.2} s running, {judge:.2} s judging)\n"
    ))
}

/// The price of the sandboxes themselves.
fn overhead(report: &Report, launch: Duration) -> String {
    let each = launch.as_secs_f64();
    let launches = median(report, |times| f64::from(times.launches)).unwrap_or(0.0);
    format!(
        "overhead of a sandbox: {:.1} ms, {launches:.0} in the median submission, {:.2} s together\n",
        each * 1e3,
        each * launches
    )
}

/// The middle one of all values above 0: a submission that needed none of it says nothing about its price.
fn median(report: &Report, part: fn(&Times) -> f64) -> Option<f64> {
    let values = report.records.iter().map(|record| part(&record.times));
    let mut values: Vec<f64> = values.filter(|value| *value > 0.0).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// CPU seconds of this process and of all that it started and that has ended; nothing where the system does not say.
fn cpu_of_all() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The name in brackets may hold anything. After it: state is field 3, utime, stime, cutime and cstime are 14 to 17.
    let (_, fields) = text.rsplit_once(')')?;
    let ticks = fields.split_whitespace().skip(11).take(4);
    let ticks = ticks
        .map(|field| field.parse::<f64>().ok())
        .sum::<Option<f64>>()?;
    // Linux counts these in hundredths of a second, whatever its own clock is.
    Some(ticks / 100.0)
}
