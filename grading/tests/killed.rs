//! A batch that is killed in the middle.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::yield_now;
use std::time::{Duration, Instant};

use support::{JUDGE, key, processes_of, released, root_with_kit, scratch, submission};

#[test]
fn a_killed_batch_loses_nothing_that_was_finished_and_leaves_nothing_running() {
    let (folder, out, work) = (scratch(), tempfile::tempdir().unwrap(), scratch());
    let notebook = key().notebook(&released()).unwrap();
    for name in ["a", "b", "c", "d", "e"] {
        submission(folder.path(), name, &notebook);
    }
    let mut command = grade(folder.path(), out.path(), work.path());
    let mut judge = command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let first = out.path().join("a/result.json");
    until(|| first.exists() && !processes_of(work.path()).is_empty());
    judge.kill().unwrap();
    judge.wait().unwrap();
    until(|| processes_of(work.path()).is_empty());
    let before = fs::read(&first).unwrap();
    assert!(
        !out.path().join("e/result.json").exists(),
        "the batch was over before it was killed"
    );

    let output = grade(folder.path(), out.path(), work.path())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert_eq!(text.matches("95/100").count(), 5, "{text}");
    assert!(!text.contains(": 0 as before"), "{text}");
    assert!(fs::read(&first).unwrap() == before, "the record changed");
}

fn grade(submissions: &Path, out: &Path, work: &Path) -> Command {
    let mut command = Command::new(JUDGE);
    command
        .arg("--root")
        .arg(root_with_kit())
        .arg("grade")
        .arg(submissions)
        .arg("--out")
        .arg(out);
    command.args(["--jobs", "1"]).env("TMPDIR", work);
    command
}

fn until(reached: impl Fn() -> bool) {
    let patience = Instant::now() + Duration::from_secs(600);
    while !reached() {
        assert!(
            Instant::now() < patience,
            "nothing happened for ten minutes"
        );
        yield_now();
    }
}
