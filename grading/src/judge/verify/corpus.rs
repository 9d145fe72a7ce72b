//! The hostile corpus: every notebook as generated, and every one with its expectation.

use std::fs;

use anyhow::Result;
use grading::course::Course;
use grading::hostile::{self, Expected};

use super::Check;

pub(super) fn check(course: &Course) -> Check {
    Check::tried(
        "every hostile notebook is as generated and says what must come of it",
        problems(course),
    )
}

fn problems(course: &Course) -> Result<Vec<String>> {
    let folder = hostile::folder(course);
    let (files, expected) = (hostile::files(course)?, Expected::read(&folder)?);
    let mut problems = Vec::new();
    for (name, bytes) in &files {
        if !fs::read(folder.join(name)).is_ok_and(|found| found == *bytes) {
            problems.push(format!(
                "`{name}` is not as generated\nhint: run `cargo run -p grading -- corpus`"
            ));
        }
        if !name
            .strip_suffix(".ipynb")
            .is_some_and(|stem| expected.contains_key(stem))
        {
            problems.push(format!("`{name}` has no entry in `expected.toml`"));
        }
    }
    let strangers = hostile::on_disk(&folder)?
        .into_iter()
        .filter(|name| !files.contains_key(name));
    problems.extend(strangers.map(|name| format!("nothing generates `{name}`")));
    let entries = expected
        .keys()
        .filter(|stem| !files.contains_key(&format!("{stem}.ipynb")));
    problems.extend(
        entries.map(|stem| format!("`expected.toml` has the entry `{stem}` for no notebook")),
    );
    Ok(problems)
}
