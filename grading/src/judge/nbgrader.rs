//! `nbgrader`: the released notebook with nbgrader's metadata.

use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use grading::course::Course;
use grading::nbgrader;

use super::args::NbgraderArgs;

/// Runs the command.
pub fn run(args: &NbgraderArgs, course: &Course) -> Result<ExitCode> {
    let labs = course.graded_labs()?;
    let Some(lab) = labs.iter().find(|known| known.lab.slug == args.lab) else {
        let known: Vec<_> = labs
            .iter()
            .map(|known| format!("`{}`", known.lab.slug))
            .collect();
        bail!(
            "expected a graded lab ({}), got `{}`",
            known.join(", "),
            args.lab
        );
    };
    let notebook = nbgrader::tagged(&lab.released, &lab.lab, &lab.manual);
    std::fs::write(&args.out, notebook.write())
        .with_context(|| format!("cannot write `{}`", args.out.display()))?;
    println!("{}", args.out.display());
    Ok(ExitCode::SUCCESS)
}
