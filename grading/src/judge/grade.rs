//! `grade`: many submissions, one folder of records.

use std::num::NonZero;
use std::path::Path;
use std::process::ExitCode;
use std::thread::available_parallelism;

use anyhow::{Context, Result, bail};
use grader::report::{self, counted};
use grader::{Batch, Grader, Options, Report, Submission, find};
use grading::course::Course;
use sandbox::Sandbox;

use super::args::{Executor, GradeArgs, How, RegradeArgs};
use super::progress::Bar;
use super::{cost, own_digest, slurm};

/// Runs the command.
pub fn run(args: &GradeArgs, course: &Course) -> Result<ExitCode> {
    batch(&find(&args.paths)?, &args.how, course)
}

/// `regrade`: what the folder of records holds, from the copies that it keeps.
pub fn again(args: &RegradeArgs, course: &Course) -> Result<ExitCode> {
    let out = &args.how.out;
    let records = grader::records(out)?;
    if records.is_empty() {
        bail!(
            "no records in `{}`\nhint: give the folder of an earlier `--out`",
            out.display()
        );
    }
    let submissions: Vec<_> = records
        .iter()
        .map(|record| Submission::kept(out, record))
        .collect();
    batch(&submissions, &args.how, course)
}

fn batch(submissions: &[Submission], how: &How, course: &Course) -> Result<ExitCode> {
    let (grader, batch) = (grader(how, course)?, as_batch(how));
    let (count, isolation) = (submissions.len(), grader.sandbox.isolation());
    if how.executor == Executor::Slurm {
        slurm::run(how, course, &grader, &batch, submissions)?;
    } else {
        eprintln!(
            "grading {}, {} at once, {isolation}",
            counted(count, "submission"),
            batch.jobs
        );
    }
    let bar = Bar::new(submissions.len());
    let report = batch.run(&grader, submissions, &bar);
    bar.finish();
    let report = report?;
    print!("{}", report::table(&report.records));
    let graded_here = how.executor == Executor::Local && report.resumed < count;
    let cost = graded_here.then(|| cost::of(&report, &grader.sandbox));
    Ok(end(&report, &how.out, &cost.unwrap_or_default()))
}

/// How a batch runs here.
pub(super) fn as_batch(how: &How) -> Batch {
    let jobs = how.jobs.or(available_parallelism().ok());
    Batch {
        out: how.out.clone(),
        jobs: jobs.unwrap_or(NonZero::<usize>::MIN),
        resume: !how.no_resume,
        reports: true,
    }
}

pub(super) fn grader(args: &How, course: &Course) -> Result<Grader> {
    let labs = course.graded_labs()?;
    if let Some(lab) = args
        .lab
        .as_ref()
        .filter(|name| labs.iter().all(|known| known.lab.slug != **name))
    {
        let known: Vec<_> = labs
            .iter()
            .map(|known| format!("`{}`", known.lab.slug))
            .collect();
        bail!(
            "expected `--lab` to be one of {}, got `{lab}`",
            known.join(", ")
        );
    }
    let options = Options {
        assignment: args.seed.clone(),
        lab: args.lab.clone(),
        allow_reduced_isolation: args.allow_reduced_isolation,
        ..Options::default()
    };
    let helper = std::env::current_exe().context("cannot find the judge's own program")?;
    let sandbox = Sandbox::probe(&helper)?;
    Ok(Grader::new(
        labs,
        course.kit()?,
        sandbox,
        own_digest()?,
        options,
    )?)
}

/// Says what came of the batch.
fn end(report: &Report, out: &Path, cost: &str) -> ExitCode {
    let (count, resumed) = (report.records.len(), report.resumed);
    let waiting: Vec<_> = report
        .records
        .iter()
        .filter(|record| record.needs_a_person())
        .collect();
    let rejected = report
        .records
        .iter()
        .filter(|record| record.rejected.is_some())
        .count();
    println!(
        "{}: {resumed} as before, {rejected} rejected, {} not graded",
        counted(count, "submission"),
        waiting.len()
    );
    let manual = report
        .records
        .iter()
        .filter(|record| record.waits_for_points())
        .count();
    if manual > 0 {
        let wait = if manual == 1 { "waits" } else { "wait" };
        println!(
            "{} {wait} for points that a person gives: enter them in {} and run this again",
            counted(manual, "submission"),
            out.join("manual.toml").display()
        );
    }
    print!("{cost}");
    for change in &report.changes {
        println!("changed: {change}");
    }
    println!("records: {}, see index.html", out.display());
    for record in &waiting {
        eprintln!(
            "error: `{}` is not graded: see `{}`",
            record.submission,
            out.join(&record.submission).join("result.json").display()
        );
    }
    if waiting.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
