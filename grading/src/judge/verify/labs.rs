//! The course's packages and folders name the same labs.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use grading::course::Course;

use super::Check;

pub(super) fn check(course: &Course) -> Check {
    Check::tried(
        "every lab has a notebook, references for its exercises and, where it gives points, hidden tests",
        problems(course),
    )
}

fn problems(course: &Course) -> Result<Vec<String>> {
    let mut problems = Vec::new();
    for lab in ::labs::LABS.iter().map(|entry| entry.lab) {
        let (slug, answers) = (lab.slug, lab.answers.len());
        let references = solutions::reference(slug).len();
        if references != answers {
            problems.push(format!(
                "`{slug}`: expected references for {answers} answers, got {references}"
            ));
        }
        if lab.is_graded() != grading::lab(slug).is_some() {
            let graded = if lab.is_graded() { "no" } else { "needless" };
            problems.push(format!("`{slug}` has {graded} hidden tests"));
        }
    }
    let known: BTreeSet<String> = ::labs::LABS
        .iter()
        .map(|entry| entry.lab.slug.into())
        .collect();
    let notebooks = notebooks(course)?;
    let without = known.difference(&notebooks);
    problems.extend(without.map(|slug| format!("`{slug}` has no notebook")));
    let strangers = notebooks.difference(&known);
    problems.extend(strangers.map(|slug| format!("`notebooks/{slug}.ipynb` is of no lab")));
    Ok(problems)
}

fn notebooks(course: &Course) -> Result<BTreeSet<String>> {
    let folder = course.root().join("notebooks");
    let entries = std::fs::read_dir(&folder)
        .with_context(|| format!("cannot list `{}`", folder.display()))?;
    let paths = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    let notebooks = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "ipynb"));
    Ok(notebooks
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .collect())
}
