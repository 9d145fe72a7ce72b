//! The hostile corpus against the grader: once with the static policy, once with the sandbox alone.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::num::NonZero;
use std::path::Path;

use grader::{Batch, Options, Quiet, Submission, find};
use grading::hostile::{self, Expected};
use support::{course, grader, options, processes_of, scratch};

/// What the attack `write-outside` tries to leave.
const MARKS: [&str; 2] = [
    "/tmp/noisebook-hostile-was-here",
    "/var/tmp/noisebook-hostile-was-here",
];

#[test]
fn the_files_are_as_generated_and_have_expectations() {
    let folder = hostile::folder(&course());
    let files = hostile::files(&course()).unwrap();
    let names: Vec<_> = files.keys().cloned().collect();
    assert_eq!(
        hostile::on_disk(&folder).unwrap(),
        names,
        "hint: cargo run -p grading -- corpus"
    );
    for (name, bytes) in &files {
        assert!(
            fs::read(folder.join(name)).unwrap() == *bytes,
            "{name}\nhint: cargo run -p grading -- corpus"
        );
    }
    let expected = Expected::read(&folder).unwrap();
    let expected: BTreeSet<_> = expected
        .keys()
        .map(|stem| format!("{stem}.ipynb"))
        .collect();
    assert_eq!(expected, names.into_iter().collect());
}

#[test]
fn the_sandbox_holds_alone() {
    run(false);
}

#[test]
fn the_static_policy_changes_what_is_said_and_nothing_else() {
    run(true);
}

/// Grades the whole corpus and compares points and states; then nothing may be left of it but the records.
fn run(static_policy: bool) {
    let (scratch, out) = (scratch(), tempfile::tempdir().unwrap());
    let grader = grader(
        scratch.path(),
        Options {
            static_policy,
            ..options()
        },
    );
    let submissions = find(&[hostile::folder(&course())]).unwrap();
    let batch = Batch {
        out: out.path().join("records"),
        jobs: NonZero::new(3).unwrap(),
        resume: true,
        reports: true,
    };
    let report = batch.run(&grader, &submissions, &Quiet).unwrap();
    let expected = Expected::read(&hostile::folder(&course())).unwrap();
    let mut problems = Vec::new();
    for record in &report.records {
        let found = expected[&record.submission]
            .with_policy(static_policy)
            .differences(record);
        problems.extend(
            found
                .into_iter()
                .map(|problem| format!("{}: {problem}", record.submission)),
        );
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    drop(grader);
    nothing_is_left(scratch.path(), &batch.out, &submissions);
}

fn nothing_is_left(scratch: &Path, out: &Path, submissions: &[Submission]) {
    let left: Vec<_> = fs::read_dir(scratch)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert!(left.is_empty(), "{left:?}");
    assert!(MARKS.iter().all(|mark| !Path::new(mark).exists()));
    assert_eq!(processes_of(scratch), Vec::<String>::new());
    let mut records: Vec<_> = fs::read_dir(out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    records.retain(|name| out.join(name).is_dir());
    assert_eq!(records.len(), submissions.len());
}
