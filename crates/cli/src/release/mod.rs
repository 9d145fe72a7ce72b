//! `release`: what students get, and the answer key.

mod archive;
mod bodies;
mod bundle;
mod cell;
mod key;
mod leaks;
mod manifest;
mod nbgrader;
mod output;
mod packages;
mod released;
mod secrets;

use anyhow::{Result, anyhow};

use crate::args::ReleaseArgs;
use crate::course::Course;
use crate::errors::Hint;
use output::Output;

/// Runs the command.
pub fn run(args: &ReleaseArgs, course: &Course) -> Result<()> {
    let notebook = course.notebook(&args.name)?;
    course.require("solutions", "release")?;
    let out = Output::new(&args.out, args.force)?;
    if args.solution {
        write_key(args, course, &notebook, &out)
    } else {
        write_bundle(args, course, &notebook, &out)
    }
}

fn write_key(
    args: &ReleaseArgs,
    course: &Course,
    notebook: &std::path::Path,
    out: &Output,
) -> Result<()> {
    if out
        .path()
        .extension()
        .is_none_or(|extension| extension != "ipynb")
    {
        return Err(anyhow!(
            "the answer key is a notebook: expected `--out FILE.ipynb`, got `{}`",
            args.out.display()
        ))
        .hint("leave out `--solution` to write the student bundle");
    }
    let released = released::open(notebook)?;
    let solutions = course.root().join("solutions/src").join(&args.name);
    let key = key::answer_key(&released, &solutions)?;
    out.write_file(key.write().as_bytes())?;
    println!("answer key of `{}`: {}", args.name, args.out.display());
    Ok(())
}

fn write_bundle(
    args: &ReleaseArgs,
    course: &Course,
    notebook: &std::path::Path,
    out: &Output,
) -> Result<()> {
    let released = released::open(notebook)?;
    released::require_scaffold(&released, notebook)?;
    out.write_bundle(&args.name, |dir| {
        bundle::build(course, &args.name, &released, dir)?;
        if args.nbgrader {
            nbgrader::tag(course, &args.name, dir)?;
        }
        leaks::check(course, dir)
    })?;
    println!("student bundle of `{}`: {}", args.name, args.out.display());
    Ok(())
}
