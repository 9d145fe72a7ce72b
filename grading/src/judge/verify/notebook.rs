//! The released notebook against the lab.

use anyhow::Result;
use grading::LabTests;
use grading::course::Course;

use super::Check;

pub(super) fn check(course: &Course, lab: &LabTests) -> Check {
    let claim = format!(
        "`notebooks/{}.ipynb` is whole, stripped and has the lab's answer cells",
        lab.lab.slug
    );
    Check::tried(claim, problems(course, lab))
}

fn problems(course: &Course, lab: &LabTests) -> Result<Vec<String>> {
    let notebook = course.notebook(lab.lab.slug)?;
    let mut problems: Vec<String> = notebook
        .validate()
        .iter()
        .map(ToString::to_string)
        .collect();
    if !notebook.is_stripped() {
        problems.push("it holds outputs or traces of an editor".into());
    }
    if notebook.lab().is_none_or(|tag| tag.lab != lab.lab.slug) {
        problems.push(format!(
            "its metadata does not name the lab `{}`",
            lab.lab.slug
        ));
    }
    let expected: Vec<_> = lab
        .lab
        .answers
        .iter()
        .filter_map(|group| group.first())
        .map(|e| e.answer)
        .collect();
    let got = notebook.answer_ids();
    if got != expected {
        problems.push(format!("expected the answers {expected:?}, got {got:?}"));
    }
    Ok(problems)
}
