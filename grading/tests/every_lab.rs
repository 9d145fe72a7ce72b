//! Every graded lab from notebook to points, with the real course, compiler and sandbox.
//!
//! A new lab is tested here as soon as it stands in [`grading::LABS`]; all it adds is a file `planted/<lab>.toml`.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::num::NonZero;
use std::path::{Path, PathBuf};

use grader::{Batch, Options, Quiet, Record, State, Submission};
use grading::key::Key;
use grading::{LABS, LabTests};
use notebook_file::Notebook;
use support::{course, grader, scratch, submission, timeless};

#[test]
fn untouched_notebooks_earn_nothing_and_answer_keys_everything_twice_the_same() {
    let folder = scratch();
    let grader = grader(folder.path(), Options::default());
    for lab in LABS {
        let (slug, points) = (lab.lab.slug, lab.lab.automatic_points());
        let untouched = submission(folder.path(), &format!("{slug}-untouched"), &released(lab));
        let untouched = grader.grade(&untouched);
        assert_eq!((untouched.points, untouched.max_points), (0, points));
        let todo = |exercise: &grader::ExerciseRecord| exercise.state == State::Todo;
        assert!(untouched.exercises.iter().all(todo), "{untouched:#?}");

        let whole = key(lab).notebook(&released(lab)).unwrap();
        let whole = submission(folder.path(), &format!("{slug}-whole"), &whole);
        let (first, second) = (grader.grade(&whole), grader.grade(&whole));
        assert_eq!(first.points, points, "{first:#?}");
        assert_eq!(timeless(&first), timeless(&second));
    }
}

#[test]
fn a_planted_mistake_costs_exactly_its_exercise() {
    let (folder, out) = (scratch(), tempfile::tempdir().unwrap());
    let planted: Vec<Planted> = LABS
        .iter()
        .flat_map(|lab| plant(lab, folder.path()))
        .collect();
    let submissions: Vec<_> = planted
        .iter()
        .map(|planted| planted.submission.clone())
        .collect();
    let batch = Batch {
        out: out.path().to_owned(),
        jobs: NonZero::new(2).unwrap(),
        resume: true,
        reports: true,
    };
    let grader = grader(folder.path(), Options::default());
    let report = batch.run(&grader, &submissions, &Quiet).unwrap();
    let pairs = planted.iter().zip(&report.records);
    let wrong: Vec<_> = pairs
        .filter_map(|(planted, record)| planted.unexpected(record))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A key with one mistake.
struct Planted {
    exercise: String,
    points: u32,
    submission: Submission,
}

impl Planted {
    /// What is wrong with the record, if anything.
    fn unexpected(&self, record: &Record) -> Option<String> {
        let mut exercises = record.exercises.iter();
        let exercise = exercises.find(|exercise| exercise.id == self.exercise)?;
        let fails = exercise.state == State::Failed && exercise.message.is_some();
        let fair = record.points == self.points - exercise.max_points;
        (!(fails && fair)).then(|| format!("{}: {record:#?}", record.submission))
    }
}

/// One submission for each exercise of the lab, with that exercise done wrong.
fn plant(lab: &LabTests, folder: &Path) -> Vec<Planted> {
    let mistakes = mistakes(lab);
    let ids: Vec<_> = lab.lab.exercises().map(|exercise| exercise.id).collect();
    let planted: Vec<_> = mistakes.keys().collect();
    assert_eq!(
        planted,
        ids,
        "one mistake for each exercise in `{}`",
        file(lab).display()
    );
    let plant = |(exercise, body): (String, String)| {
        let notebook = key(lab)
            .with_body(&exercise, &body)
            .notebook(&released(lab))
            .unwrap();
        let name = format!("{}-{exercise}-wrong", lab.lab.slug);
        let points = lab.lab.automatic_points();
        let submission = submission(folder, &name, &notebook);
        Planted {
            exercise,
            points,
            submission,
        }
    };
    mistakes.into_iter().map(plant).collect()
}

/// Bodies of methods with a mistake, by exercise.
fn mistakes(lab: &LabTests) -> BTreeMap<String, String> {
    let path = file(lab);
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("`{}`: {error}", path.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("`{}`: {error}", path.display()))
}

fn file(lab: &LabTests) -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    tests.join("planted").join(format!("{}.toml", lab.lab.slug))
}

fn released(lab: &LabTests) -> Notebook {
    course().notebook(lab.lab.slug).unwrap()
}

fn key(lab: &LabTests) -> Key {
    Key::read(course().root(), lab.lab).unwrap()
}
