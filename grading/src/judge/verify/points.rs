//! The labs' points against the rubric.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use exercise::Lab;
use grading::LABS;
use grading::course::Course;
use serde::Deserialize;

use super::Check;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rubric {
    sections: Vec<u32>,
}

pub(super) fn check(course: &Course) -> Check {
    Check::tried("points agree with `grading/rubric.toml`", problems(course))
}

fn problems(course: &Course) -> Result<Vec<String>> {
    let path = course.root().join("grading/rubric.toml");
    let text = std::fs::read_to_string(&path)
        .with_context(|| format!("cannot read `{}`", path.display()))?;
    let rubrics: BTreeMap<String, Rubric> =
        toml::from_str(&text).with_context(|| format!("cannot read `{}`", path.display()))?;
    let labs = LABS.iter().map(|lab| lab.lab);
    let mut problems: Vec<String> = labs
        .clone()
        .filter_map(|lab| compare(lab, rubrics.get(lab.slug)))
        .collect();
    let strangers = rubrics
        .keys()
        .filter(|slug| labs.clone().all(|lab| lab.slug != **slug));
    problems.extend(
        strangers.map(|slug| format!("`{slug}` stands in the rubric and is no graded lab")),
    );
    Ok(problems)
}

fn compare(lab: &Lab, rubric: Option<&Rubric>) -> Option<String> {
    let Some(rubric) = rubric else {
        return Some(format!("`{}` has no rubric", lab.slug));
    };
    let mut sections: BTreeMap<u32, u32> = BTreeMap::new();
    for exercise in lab.exercises() {
        *sections.entry(exercise.section).or_default() += exercise.points;
    }
    let got: Vec<u32> = sections.into_values().collect();
    let expected = &rubric.sections;
    (got != *expected).then(|| {
        format!(
            "`{}`: expected {expected:?} points by section, got {got:?}",
            lab.slug
        )
    })
}
