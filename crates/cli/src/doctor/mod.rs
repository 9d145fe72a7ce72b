//! `doctor`: what is installed, what is missing, how to get it.

mod cuda;
mod findings;
mod sizes;

use anyhow::Result;

use crate::args::DoctorArgs;
use crate::course::Course;
use crate::errors::Shown;
use findings::{Finding, Status};

/// Runs the command; outside a course `course` says why.
pub fn run(_args: &DoctorArgs, course: Result<Course>) -> Result<()> {
    let course = course?;
    println!("Course: {}", course.root().display());
    let findings = findings::all(&course);
    findings.iter().for_each(print);
    sizes::print(&course);
    match findings
        .iter()
        .any(|finding| finding.status == Status::Missing)
    {
        true => Err(Shown.into()),
        false => Ok(()),
    }
}

fn print(finding: &Finding) {
    let mark = match finding.status {
        Status::Present => "✓",
        Status::LaterMade => "·",
        Status::Missing => "✗",
    };
    println!(
        "{mark} {:<12} {}",
        finding.what,
        finding.detail.replace('\n', "\n               ")
    );
}
