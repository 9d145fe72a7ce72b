//! The labs' points against the rubric.

use std::collections::BTreeMap;

use anyhow::Result;
use exercise::Lab;
use grader::ManualTask;
use grading::LABS;
use grading::course::Course;
use grading::rubric::{self, Rubric};
use notebook_file::Role;

use super::Check;

pub(super) fn check(course: &Course) -> Check {
    Check::tried("points agree with `grading/rubric.toml`", problems(course))
}

fn problems(course: &Course) -> Result<Vec<String>> {
    let rubrics = rubric::read(course.root())?;
    let mut problems = Vec::new();
    for lab in LABS.iter().map(|lab| lab.lab) {
        match rubrics.get(lab.slug) {
            Some(rubric) => problems.extend(of_lab(course, lab, rubric)?),
            None => problems.push(format!("`{}` has no rubric", lab.slug)),
        }
    }
    let strangers = rubrics
        .keys()
        .filter(|slug| LABS.iter().all(|lab| lab.lab.slug != **slug));
    problems.extend(
        strangers.map(|slug| format!("`{slug}` stands in the rubric and is no graded lab")),
    );
    Ok(problems)
}

fn of_lab(course: &Course, lab: &Lab, rubric: &Rubric) -> Result<Vec<String>> {
    let mut problems: Vec<String> = sections(lab, rubric).into_iter().collect();
    if rubric.sum() != rubric.total {
        problems.push(format!(
            "`{}`: expected {} points in all, got {}\nhint: a lab that is not whole yet says `total = {}`",
            lab.slug,
            rubric.total,
            rubric.sum(),
            rubric.sum()
        ));
    }
    problems.extend(
        rubric
            .builds_on
            .iter()
            .flat_map(|(id, on)| chain(lab, id, on)),
    );
    let notebook = course.notebook(lab.slug)?;
    let texts: Vec<&str> = notebook
        .cells
        .iter()
        .filter(|cell| matches!(cell.role(), Some(Role::Prediction | Role::Discussion)))
        .filter_map(|cell| cell.tag_id())
        .collect();
    problems.extend(manual_tasks(lab, rubric));
    let manual = rubric.manual.iter();
    problems.extend(manual.flat_map(|task| of_task(lab, rubric, task, &texts)));
    Ok(problems)
}

/// The notebook's tables come from the lab, the grades from the rubric: both must name the same tasks.
fn manual_tasks(lab: &Lab, rubric: &Rubric) -> Option<String> {
    let lab_has = lab.manual.iter().map(|task| ManualTask {
        id: task.id.into(),
        section: task.section,
        title: task.title.into(),
        points: task.points,
        cells: task.cells.iter().map(|cell| (*cell).into()).collect(),
    });
    let lab_has: Vec<ManualTask> = lab_has.collect();
    (lab_has != rubric.manual).then(|| {
        let (slug, expected) = (lab.slug, &rubric.manual);
        format!("`{slug}`: expected the manual tasks {expected:?}, the lab has {lab_has:?}")
    })
}

fn of_task(lab: &Lab, rubric: &Rubric, task: &ManualTask, texts: &[&str]) -> Vec<String> {
    let (slug, id) = (lab.slug, &task.id);
    let mut problems = Vec::new();
    let same = rubric.manual.iter().filter(|other| other.id == *id).count();
    if same > 1 || lab.exercise(id).is_some() {
        problems.push(format!("`{slug}`: the id `{id}` is taken twice"));
    }
    if task.points == 0 || task.cells.is_empty() {
        problems.push(format!(
            "`{slug}`: the manual task `{id}` has no points or no cell"
        ));
    }
    let missing = task
        .cells
        .iter()
        .filter(|cell| !texts.contains(&cell.as_str()));
    problems.extend(missing.map(|cell| {
        format!(
            "`{slug}`: the manual task `{id}` names the cell `{cell}`, the notebook has {texts:?}"
        )
    }));
    problems
}

/// An exercise builds on exercises before it.
fn chain(lab: &Lab, id: &str, on: &[String]) -> Vec<String> {
    let place = |id: &str| lab.exercises().position(|exercise| exercise.id == id);
    let before = |earlier: &str| place(earlier).zip(place(id)).is_some_and(|(a, b)| a < b);
    let wrong = on.iter().filter(|earlier| !before(earlier));
    wrong
        .map(|earlier| format!("`{}`: {id} cannot build on {earlier}", lab.slug))
        .collect()
}

fn sections(lab: &Lab, rubric: &Rubric) -> Option<String> {
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
