//! The course on disk, as the judge needs it.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use grader::{GradedLab, Reference};
use kit::{Feature, Kit};
use notebook_file::Notebook;

use crate::rubric::{self, Rubric};
use crate::{LABS, LabTests, reference};

/// The folder that holds `notebooks/`, `solutions/` and this package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    root: PathBuf,
}

impl Course {
    /// The course at `root`.
    ///
    /// # Errors
    /// When there is no such folder, or it holds no notebooks.
    pub fn at(root: &Path) -> Result<Self> {
        let root = root
            .canonicalize()
            .with_context(|| format!("cannot open the course `{}`", root.display()))?;
        if !root.join("notebooks").is_dir() {
            bail!(
                "`{}` is not a course: it has no folder `notebooks`\nhint: give the course's folder with `--root DIR`",
                root.display()
            );
        }
        Ok(Self { root })
    }

    /// The course's folder, absolute.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The released notebook of a lab.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn notebook(&self, slug: &str) -> Result<Notebook> {
        let path = self.root.join("notebooks").join(format!("{slug}.ipynb"));
        Notebook::open(&path)
            .with_context(|| format!("cannot read the released notebook `{}`", path.display()))
    }

    /// Every graded lab.
    ///
    /// # Errors
    /// When the rubric or a released notebook cannot be read.
    pub fn graded_labs(&self) -> Result<Vec<GradedLab>> {
        let mut rubrics = rubric::read(&self.root)?;
        let program = std::env::current_exe().context("cannot find the judge's own program")?;
        LABS.iter()
            .map(|tests| {
                let released = self.notebook(tests.lab.slug)?;
                let rubric = rubrics.remove(tests.lab.slug).unwrap_or_default();
                Ok(graded(tests, rubric, &program, released))
            })
            .collect()
    }

    /// What answers compile against.
    ///
    /// # Errors
    /// When it is missing or stale; the message names the command that mends it.
    pub fn kit(&self) -> Result<Kit> {
        Ok(Kit::open(&self.root, Feature::Stub)?)
    }
}

/// A lab as the grader needs it. `program` is the judge, which also serves the reference bodies.
#[must_use]
pub fn graded(tests: &LabTests, rubric: Rubric, program: &Path, released: Notebook) -> GradedLab {
    let slug = tests.lab.slug;
    GradedLab {
        lab: *tests.lab,
        tests: tests.tests().copied().collect(),
        manual: rubric.manual,
        builds_on: rubric.builds_on,
        reference: Some(Reference {
            program: program.to_owned(),
            args: vec![reference::ARGUMENT.into(), slug.into()],
        }),
        released,
    }
}
