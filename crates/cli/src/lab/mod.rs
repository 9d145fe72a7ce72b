//! `lab`: a notebook in JupyterLab, or executed without a browser.

mod copy;
mod headless;
mod jupyter;
mod name;
mod report;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use kit::Feature;

use crate::args::{KernelName, LabArgs};
use crate::course::Course;
use crate::errors::Hint;
use crate::setup::{self, layout::Layout};

/// What a notebook runs on.
pub struct Session {
    layout: Layout,
    feature: Feature,
    kernel: KernelName,
}

/// Runs the command.
pub fn run(args: &LabArgs, course: &Course) -> Result<()> {
    let Some(name) = chosen(args, course)? else {
        return list(course);
    };
    let notebook = name::notebook(course, &name)?;
    let feature = feature(args, course)?;
    if args.headless {
        let out = args
            .out
            .clone()
            .unwrap_or_else(|| course.root().join("out"));
        writable(&out, "write elsewhere: `--out DIR`")?;
        let layout = setup::lab(course, feature, args.kernel)?;
        return headless::run(
            &Session {
                layout,
                feature,
                kernel: args.kernel,
            },
            &notebook,
            &out,
        );
    }
    let notebook = match &args.copy {
        Some(dir) => copy::into(&notebook, &writable(dir, "take another folder")?)?,
        None => notebook,
    };
    let copy = "work on a copy in a folder of your own: `cargo noisebook lab NAME --copy DIR`";
    writable(notebook.parent().unwrap_or(course.root()), copy)?;
    let layout = setup::lab(course, feature, args.kernel)?;
    jupyter::open(
        &Session {
            layout,
            feature,
            kernel: args.kernel,
        },
        args,
        &notebook,
    )
}

fn feature(args: &LabArgs, course: &Course) -> Result<Feature> {
    if !args.solution {
        return Ok(Feature::Stub);
    }
    course.require("solutions", "lab --solution")?;
    Ok(Feature::Solution)
}

/// The lab that was asked for, or else where a newcomer begins.
fn chosen(args: &LabArgs, course: &Course) -> Result<Option<String>> {
    if args.name.is_some() {
        return Ok(args.name.clone());
    }
    let labs = course.labs()?;
    let first = name::first(&labs).map(str::to_owned);
    if let Some(first) = &first {
        eprintln!("opening `{first}`; the labs are: {}", labs.join(", "));
    }
    Ok(first)
}

/// Where there is no lab to begin with.
fn list(course: &Course) -> Result<()> {
    let labs = course.labs()?;
    println!("Labs in `{}`:", course.root().join("notebooks").display());
    for lab in &labs {
        println!("  {lab}");
    }
    if let Some(first) = labs.first() {
        println!("Open one with: cargo noisebook lab {first}");
    }
    Ok(())
}

/// Finds out before minutes of set-up that nothing could be saved.
fn writable(folder: &Path, hint: &str) -> Result<PathBuf> {
    std::fs::create_dir_all(folder)
        .and_then(|()| tempfile::tempfile_in(folder))
        .with_context(|| format!("cannot write in `{}`", folder.display()))
        .hint(hint)?;
    Ok(folder.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_a_file_is_reported() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("notebooks");
        std::fs::write(&path, "").unwrap();
        let error = writable(&path, "another").unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("cannot write in `{}`", path.display())
        );
    }
}
