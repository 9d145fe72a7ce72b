//! `check`: the public checks on a notebook, as the student sees them. The student runs code of their own: no sandbox.

mod compile;
mod run;
mod submission;

use std::time::Duration;

use anyhow::{Context, Result};
use kit::Feature;

use crate::args::CheckArgs;
use crate::course::Course;
use crate::errors::Shown;
use crate::progress;
use crate::setup;

/// All checks of a lab together take seconds.
const LIMIT: Duration = Duration::from_secs(120);

/// Runs the command.
pub fn run(args: &CheckArgs, course: &Course) -> Result<()> {
    let answers = submission::read(&args.notebook, course)?;
    let kit = setup::kit(course, Feature::Stub)?;
    let work = tempfile::tempdir().context("cannot make a temporary folder")?;
    let bar = progress::spinner("Compiling the answers");
    let compiled = compile::compile(&kit, answers, work.path());
    bar.finish_and_clear();
    let compiled = compiled?;
    for diagnostic in &compiled.errors {
        eprintln!("{}", diagnostic.rendered.trim_end());
    }
    let Some(program) = compiled.program else {
        return Err(Shown.into());
    };
    let right = run::run(&program, &kit, LIMIT)?;
    match right && compiled.errors.is_empty() {
        true => Ok(()),
        false => Err(Shown.into()),
    }
}
