//! `verify`: proves the course before it is released.

mod bodies;
mod bundle;
mod corpus;
mod labs;
mod notebook;
mod points;

use std::process::ExitCode;

use anyhow::Result;
use grading::course::Course;
use grading::{KillMatrix, LABS};
use serde::Serialize;

use super::args::VerifyArgs;

/// From which the tests' inputs are drawn.
const SEED: u64 = 2006;

/// A claim about the course, and what contradicts it.
#[derive(Debug, Serialize)]
pub(super) struct Check {
    claim: String,
    problems: Vec<String>,
}

impl Check {
    fn new(claim: impl Into<String>, problems: Vec<String>) -> Self {
        Self {
            claim: claim.into(),
            problems,
        }
    }

    /// A check that could not be made is one that failed.
    fn tried(claim: impl Into<String>, found: Result<Vec<String>>) -> Self {
        Self::new(
            claim,
            found.unwrap_or_else(|error| vec![format!("{error:#}")]),
        )
    }

    fn holds(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Runs the command.
pub fn run(args: &VerifyArgs, course: &Course) -> Result<ExitCode> {
    let matrices = grading::kill_matrix(SEED);
    let mut checks: Vec<Check> = LABS.iter().flat_map(bodies::checks).collect();
    checks.extend(matrices.iter().flat_map(bodies::mutants));
    checks.push(points::check(course));
    checks.push(labs::check(course));
    for lab in LABS {
        checks.push(notebook::check(course, lab));
        checks.push(bundle::check(course, lab));
    }
    checks.push(corpus::check(course));
    if args.json {
        println!("{}", serde_json::to_string_pretty(&checks)?);
    } else {
        print(&matrices, &checks);
    }
    Ok(if checks.iter().all(Check::holds) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn print(matrices: &[KillMatrix], checks: &[Check]) {
    for matrix in matrices {
        println!("{matrix}\n");
    }
    for check in checks {
        println!("{} {}", if check.holds() { '✓' } else { '✗' }, check.claim);
        for problem in &check.problems {
            println!("    {}", problem.replace('\n', "\n    "));
        }
    }
    let failed = checks.iter().filter(|check| !check.holds()).count();
    match failed {
        0 => println!("all {} claims hold", checks.len()),
        _ => println!("{failed} of {} claims do not hold", checks.len()),
    }
}
