//! `grade`: many submissions, one folder of records.

use std::num::NonZero;
use std::path::Path;
use std::process::ExitCode;
use std::thread::available_parallelism;

use anyhow::{Context, Result, bail};
use grader::{Batch, Grader, Options, Report, find, report};
use grading::course::Course;
use sandbox::Sandbox;

use super::args::GradeArgs;
use super::own_digest;
use super::progress::Bar;

/// Runs the command.
pub fn run(args: &GradeArgs, course: &Course) -> Result<ExitCode> {
    let submissions = find(&args.paths)?;
    let grader = grader(args, course)?;
    let jobs = args
        .jobs
        .or(available_parallelism().ok())
        .unwrap_or(NonZero::<usize>::MIN);
    eprintln!(
        "grading {} submissions, {jobs} at once, {}",
        submissions.len(),
        isolation(&grader)
    );
    let batch = Batch {
        out: args.out.clone(),
        jobs,
        resume: !args.no_resume,
    };
    let bar = Bar::new(submissions.len());
    let report = batch.run(&grader, &submissions, &bar);
    bar.finish();
    let report = report?;
    print!("{}", report::table(&report.records));
    Ok(end(&report, &args.out))
}

fn grader(args: &GradeArgs, course: &Course) -> Result<Grader> {
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

fn isolation(grader: &Grader) -> String {
    grader.sandbox.isolation().to_string()
}

/// Says what came of the batch.
fn end(report: &Report, out: &Path) -> ExitCode {
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
        "{count} submissions: {resumed} as before, {rejected} rejected, {} not graded",
        waiting.len()
    );
    let manual = report
        .records
        .iter()
        .filter(|record| record.waits_for_points())
        .count();
    if manual > 0 {
        println!(
            "{manual} submissions wait for points that a person gives: enter them in {} and run this again",
            out.join("manual.toml").display()
        );
    }
    println!("records: {}", out.display());
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
