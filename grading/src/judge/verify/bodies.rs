//! Stub, solution and mutants under the hidden tests, in this process.

use exercise::{Test, Verdict};
use grading::{KillMatrix, LabTests};

use super::{Check, SEED};

/// What must hold of a lab's own bodies.
pub(super) fn checks(lab: &LabTests) -> Vec<Check> {
    let slug = lab.lab.slug;
    let stub = lab.run((lab.stub)(), SEED);
    let solution = lab.run((lab.reference)(), SEED);
    let unfilled = |verdict: &Verdict| matches!(verdict, Verdict::Unfilled(_));
    let tests = lab.tests().count();
    vec![
        Check::new(
            format!("`{slug}`: the stub is a TODO in all {tests} hidden tests"),
            unlike(&stub, unfilled),
        ),
        Check::new(
            format!("`{slug}`: the solution passes all {tests} hidden tests"),
            unlike(&solution, Verdict::passed),
        ),
        Check::new(
            format!("`{slug}`: every exercise has a hidden test and a mutant"),
            bare(lab),
        ),
    ]
}

/// What must hold of a lab's mutants.
pub(super) fn mutants(matrix: &KillMatrix) -> Vec<Check> {
    let (slug, count) = (matrix.lab, matrix.rows.len());
    let survivors = matrix
        .survivors()
        .map(|mutant| format!("{mutant:?} survives"));
    let idle = matrix
        .idle_tests()
        .into_iter()
        .map(|test| format!("{test:?} kills no mutant"));
    vec![
        Check::new(
            format!("`{slug}`: all {count} mutants die"),
            survivors.collect(),
        ),
        Check::new(
            format!("`{slug}`: every hidden test kills a mutant"),
            idle.collect(),
        ),
    ]
}

fn unlike(found: &[(&Test, Verdict)], expected: impl Fn(&Verdict) -> bool) -> Vec<String> {
    let wrong = found.iter().filter(|(_, verdict)| !expected(verdict));
    wrong
        .map(|(test, verdict)| format!("{test:?}: got {}", words(verdict)))
        .collect()
}

fn words(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Passed => "a pass".into(),
        Verdict::Unfilled(_) => "a TODO".into(),
        Verdict::Failed(failure) => failure.to_string(),
        Verdict::Broken(why) => format!("a broken test: {why}"),
    }
}

fn bare(lab: &LabTests) -> Vec<String> {
    let mut problems = Vec::new();
    for exercise in lab.lab.exercises() {
        if lab.tests_of(exercise.id).next().is_none() {
            problems.push(format!("{} has no hidden test", exercise.id));
        }
        if !lab.mutants().any(|mutant| mutant.exercise == exercise.id) {
            problems.push(format!("{} has no mutant", exercise.id));
        }
    }
    problems
}
