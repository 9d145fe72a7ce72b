//! Which lab a notebook belongs to: what its metadata says, or, where a tool stripped that, the lab whose answers it holds.

use notebook_file::{Answer, Notebook, extract_answers};

use crate::{GradedLab, Grader, Rejection, Work};

pub(super) fn identify<'a>(grader: &'a Grader, mut work: Work<'a>) -> Result<Work<'a>, Rejection> {
    let known = |slug: &str| grader.labs.iter().find(|lab| lab.lab.slug == slug);
    let lab = match work.notebook.lab() {
        Some(tag) => known(tag.lab).ok_or_else(|| unknown(grader, tag.lab))?,
        None => likeliest(&grader.labs, &work.notebook).ok_or_else(nothing)?,
    };
    match &grader.options.lab {
        Some(expected) if expected != lab.lab.slug => Err(other(expected, lab.lab.slug)),
        _ => {
            work.lab = Some(lab);
            Ok(work)
        }
    }
}

/// The lab with most answer cells in `notebook`; none if it has none of any.
fn likeliest<'a>(labs: &'a [GradedLab], notebook: &Notebook) -> Option<&'a GradedLab> {
    let found = |lab: &GradedLab| {
        let extraction = extract_answers(notebook, &lab.released);
        extraction
            .answers
            .iter()
            .filter(|(_, answer)| *answer != Answer::Missing)
            .count()
    };
    let best = labs
        .iter()
        .map(|lab| (found(lab), lab))
        .max_by_key(|(count, _)| *count);
    best.filter(|(count, _)| *count > 0).map(|(_, lab)| lab)
}

fn unknown(grader: &Grader, lab: &str) -> Rejection {
    let known: Vec<_> = grader
        .labs
        .iter()
        .map(|lab| format!("`{}`", lab.lab.slug))
        .collect();
    let lab: String = lab.chars().take(40).collect();
    Rejection(format!(
        "expected a notebook of a graded lab ({}), got one of lab `{lab}`",
        known.join(", ")
    ))
}

fn other(expected: &str, got: &str) -> Rejection {
    Rejection(format!(
        "expected a notebook of lab `{expected}`, got one of lab `{got}`"
    ))
}

fn nothing() -> Rejection {
    Rejection("expected a notebook of a graded lab, got one without any answer cell of one".into())
}
