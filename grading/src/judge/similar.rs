//! `similar`: pairs for a person to look at.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use grader::report::{self, counted};
use grader::{Submission, similarity};
use grading::course::Course;

use super::args::SimilarArgs;

/// Runs the command.
pub fn run(args: &SimilarArgs, course: &Course) -> Result<ExitCode> {
    let records = grader::records(&args.out)?;
    if records.is_empty() {
        bail!(
            "no records in `{}`\nhint: `cargo noisebook grade PATH --out {}` makes them",
            args.out.display(),
            args.out.display()
        );
    }
    let submissions: Vec<Submission> = records
        .iter()
        .map(|record| Submission::kept(&args.out, record))
        .collect();
    let pairs = similarity::pairs(&course.graded_labs()?, &submissions);
    if args.json {
        println!("{}", serde_json::to_string_pretty(&pairs)?);
        return Ok(ExitCode::SUCCESS);
    }
    let page = args.out.join("similar.html");
    std::fs::write(&page, report::similar(&pairs, submissions.len())?)
        .with_context(|| format!("cannot write `{}`", page.display()))?;
    for pair in &pairs {
        let [a, b] = &pair.submissions;
        let percent = (pair.likeness * 100.0).round();
        println!(
            "{percent:3} %  {a} and {b} ({})",
            counted(pair.shared, "fingerprint")
        );
    }
    println!(
        "{} of {}: {}",
        counted(pairs.len(), "pair"),
        counted(submissions.len(), "submission"),
        page.display()
    );
    Ok(ExitCode::SUCCESS)
}
