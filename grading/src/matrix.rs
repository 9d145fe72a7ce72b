//! Which test kills which mutant.

use std::fmt;

use exercise::{Subject, Test, Verdict};

use crate::{LabTests, Mutant};

/// Every mutant of a lab against the hidden tests of its exercise.
#[derive(Clone, Debug)]
pub struct KillMatrix {
    /// The lab's slug.
    pub lab: &'static str,
    /// One row for each mutant.
    pub rows: Vec<MatrixRow>,
}

/// One mutant.
#[derive(Clone, Debug)]
pub struct MatrixRow {
    /// The mutant.
    pub mutant: &'static Mutant,
    /// Each hidden test of its exercise with the verdict.
    pub verdicts: Vec<(&'static Test, Verdict)>,
}

impl MatrixRow {
    /// Names of the tests that found the mistake. A stub's panic or a broken test is no finding.
    pub fn killed_by(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.verdicts
            .iter()
            .filter(|(_, verdict)| matches!(verdict, Verdict::Failed(_)))
            .map(|(test, _)| test.name)
    }

    /// Whether a test found the mistake.
    pub fn killed(&self) -> bool {
        self.killed_by().next().is_some()
    }
}

impl KillMatrix {
    pub(crate) fn new(lab: &LabTests, seed: u64) -> Self {
        let rows = lab.mutants().map(|mutant| {
            let subject = Subject::local(vec![(mutant.handler)()], seed);
            let verdicts = lab
                .tests_of(mutant.exercise)
                .map(|test| (test, test.run(&subject)));
            MatrixRow {
                mutant,
                verdicts: verdicts.collect(),
            }
        });
        Self {
            lab: lab.lab.slug,
            rows: rows.collect(),
        }
    }

    /// Mutants that no test found: each shows a gap in the hidden tests.
    pub fn survivors(&self) -> impl Iterator<Item = &'static Mutant> + '_ {
        self.rows
            .iter()
            .filter(|row| !row.killed())
            .map(|row| row.mutant)
    }

    /// Tests that killed no mutant: nothing shows yet that they can fail.
    pub fn idle_tests(&self) -> Vec<&'static Test> {
        let mut idle: Vec<&'static Test> = Vec::new();
        for (test, _) in self.rows.iter().flat_map(|row| &row.verdicts) {
            let same = |other: &Test| other.exercise == test.exercise && other.name == test.name;
            let kills = |row: &MatrixRow| {
                row.mutant.exercise == test.exercise && row.killed_by().any(|n| n == test.name)
            };
            if !idle.iter().any(|other| same(other)) && !self.rows.iter().any(kills) {
                idle.push(test);
            }
        }
        idle
    }
}

impl fmt::Display for KillMatrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for row in &self.rows {
            let (mark, by) = match row.killed_by().collect::<Vec<_>>() {
                names if names.is_empty() => ("✗", "survives".to_owned()),
                names => ("✓", names.join(", ")),
            };
            writeln!(
                f,
                "{mark} {:<3} {:<52} {by}",
                row.mutant.exercise, row.mutant.name
            )?;
        }
        let killed = self.rows.iter().filter(|row| row.killed()).count();
        write!(
            f,
            "{}: {killed} of {} mutants killed",
            self.lab,
            self.rows.len()
        )
    }
}
