//! A class of a hundred: killed at random times, graded twice, always the same.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::yield_now;

use exercise::Inputs;
use grading::key::Key;
use serde_json::Value;
use support::{JUDGE, key, processes_of, released, root_with_kit, scratch, submission};

const SUBMISSIONS: usize = 100;
/// So many of them are compiled; the others are as released, or no notebooks.
const COMPILED: usize = 8;
const KILLS: usize = 6;

/// Hands in for a class; each of the compiled ones has another mistake.
fn hand_in(folder: &Path) {
    let released = released();
    let bodies = [
        "vec![]",
        "vec![beta_start; timesteps]",
        "broken",
        "loop_forever()",
    ];
    for i in 0..SUBMISSIONS {
        let name = format!("student-{i:03}");
        match i {
            _ if i % 12 == 0 && i / 12 < COMPILED => {
                let answers: Key = key()
                    .without("reparameterization")
                    .without("forward_jump")
                    .with_body("2a", bodies[i / 12 % bodies.len()]);
                submission(folder, &name, &answers.notebook(&released).unwrap());
            }
            _ if i % 10 == 9 => {
                fs::write(folder.join(format!("{name}.ipynb")), "{ \"cells\": [").unwrap();
            }
            _ => {
                submission(folder, &name, &released);
            }
        }
    }
}

fn grade(submissions: &Path, out: &Path, work: &Path) -> Command {
    let mut command = Command::new(JUDGE);
    command.arg("--root").arg(root_with_kit()).arg("grade");
    command.arg(submissions).arg("--out").arg(out);
    command
        .args(["--jobs", "2"])
        .env("TMPDIR", work)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn finished(out: &Path) -> usize {
    let folders = fs::read_dir(out).into_iter().flatten().flatten();
    folders
        .filter(|folder| folder.path().join("result.json").exists())
        .count()
}

/// Every file below `folder` by its name, without what tells the time.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else {
                let bytes = timeless(&path, fs::read(&path).unwrap());
                found.insert(path.strip_prefix(folder).unwrap().to_owned(), bytes);
            }
        }
    }
    found
}

fn timeless(path: &Path, bytes: Vec<u8>) -> Vec<u8> {
    if path.extension().is_none_or(|extension| extension != "json") {
        return bytes;
    }
    let mut value: Value = serde_json::from_slice(&bytes).unwrap();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("times");
        fields.remove("execution_time");
    }
    value.to_string().into_bytes()
}

#[test]
fn a_class_killed_at_random_times_is_graded_as_if_nothing_had_happened() {
    let (class, work) = (scratch(), scratch());
    let (killed, whole) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    hand_in(class.path());
    let mut random = Inputs::new(u64::from(std::process::id()));
    let mut last = 0;
    for _ in 0..KILLS {
        let mut judge = grade(class.path(), killed.path(), work.path())
            .spawn()
            .unwrap();
        let goal = last + random.integer(1, SUBMISSIONS / KILLS);
        let mut turns = random.integer(0, 100_000);
        while judge.try_wait().unwrap().is_none() && (finished(killed.path()) < goal || turns > 0) {
            turns = turns.saturating_sub(1);
            yield_now();
        }
        judge.kill().unwrap();
        judge.wait().unwrap();
        let now = finished(killed.path());
        assert!(now >= last, "{now} records of {last} are left");
        last = now;
    }
    for out in [killed.path(), whole.path()] {
        assert!(
            grade(class.path(), out, work.path())
                .status()
                .unwrap()
                .success()
        );
    }
    let (killed, whole) = (files(killed.path()), files(whole.path()));
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&killed), names(&whole));
    for (name, bytes) in &whole {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(&killed[name]), text(bytes), "{}", name.display());
    }
    let records = whole.keys().filter(|name| name.ends_with("result.json"));
    assert_eq!(records.count(), SUBMISSIONS);
    assert_eq!(
        fs::read_dir(work.path()).unwrap().count(),
        0,
        "what killed graders left is gone"
    );
    assert!(processes_of(work.path()).is_empty());
}

#[test]
fn a_regrade_says_who_changes_and_similar_names_the_copies() {
    let (class, work, out) = (scratch(), scratch(), tempfile::tempdir().unwrap());
    let anna = key().without("noise_schedules").without("forward_jump");
    submission(class.path(), "anna", &anna.notebook(&released()).unwrap());
    let copy = anna.clone().with_items(
        "reparameterization",
        "// All my own work.\nconst MINE: bool = true;",
    );
    submission(class.path(), "ben", &copy.notebook(&released()).unwrap());
    submission(class.path(), "zoe", &released());
    assert!(
        grade(class.path(), out.path(), work.path())
            .status()
            .unwrap()
            .success()
    );

    // The class's folder is gone: what was handed in is kept with the records.
    drop(class);
    let judge = |arguments: &[&str]| {
        let mut command = Command::new(JUDGE);
        command.arg("--root").arg(root_with_kit()).args(arguments);
        command
            .arg("--out")
            .arg(out.path())
            .env("TMPDIR", work.path());
        let output = command.output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let same = judge(&["regrade"]);
    assert!(
        same.contains("3 as before") && !same.contains("changed:"),
        "{same}"
    );

    let record = out.path().join("anna/result.json");
    let mut before: Value = serde_json::from_slice(&fs::read(&record).unwrap()).unwrap();
    before["exercises"][0]["state"] = "failed".into();
    before["points"] = 1.into();
    fs::write(&record, before.to_string()).unwrap();
    let changed = judge(&["regrade"]);
    assert!(changed.contains("changed: anna: 1 → "), "{changed}");

    let similar = judge(&["similar"]);
    assert!(
        similar.contains("anna and ben") && !similar.contains("zoe"),
        "{similar}"
    );
    let page = fs::read_to_string(out.path().join("similar.html")).unwrap();
    assert!(page.contains("<mark>") && page.contains("MINE"));
}
