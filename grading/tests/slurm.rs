//! A class on a real Slurm, which a script starts on this machine from Debian's packages without installing them.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use support::{JUDGE, key, released, root_with_kit, scratch, submission};

/// The exit code with which the script says that the packages cannot be had here.
const UNAVAILABLE: i32 = 3;

/// The cluster; stopped in the end.
struct Cluster {
    folder: tempfile::TempDir,
    env: BTreeMap<String, String>,
}

fn script(command: &str, folder: &Path) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("slurm/single-node");
    Command::new(script)
        .arg(command)
        .arg(folder)
        .output()
        .unwrap()
}

impl Cluster {
    /// Nothing where the packages cannot be had.
    fn start() -> Option<Self> {
        let folder = scratch();
        let output = script("start", folder.path());
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.code() == Some(UNAVAILABLE) {
            // Past the test harness, which swallows what passing tests print.
            let _ = fs::write(
                "/dev/stderr",
                format!("SKIPPED: no Slurm to test with: {words}"),
            );
            return None;
        }
        assert!(output.status.success(), "{words}");
        let lines = String::from_utf8(output.stdout).unwrap();
        let pairs = lines.lines().filter_map(|line| line.split_once('='));
        let env = pairs.map(|(name, value)| (name.into(), value.into()));
        Some(Self {
            env: env.collect(),
            folder,
        })
    }

    fn grade(&self, submissions: &Path, out: &Path, work: &Path) -> Output {
        let mut command = Command::new(JUDGE);
        command.arg("--root").arg(root_with_kit()).arg("grade");
        command.arg(submissions).arg("--out").arg(out);
        command.args(["--executor", "slurm", "--slice-size", "2"]);
        command
            .env("TMPDIR", work)
            .envs(&self.env)
            .output()
            .unwrap()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        script("stop", self.folder.path());
    }
}

fn tasks(out: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(out.join("slurm")).unwrap().flatten();
    let mut paths: Vec<_> = entries.map(|entry| entry.path()).collect();
    paths.retain(|path| path.to_string_lossy().contains("/task-"));
    paths.sort();
    paths
}

#[test]
fn a_job_array_grades_a_class_and_only_what_has_no_record() {
    let Some(cluster) = Cluster::start() else {
        return;
    };
    let (class, work, out) = (scratch(), scratch(), tempfile::tempdir().unwrap());
    let anna = key().without("noise_schedules").without("forward_jump");
    submission(class.path(), "anna", &anna.notebook(&released()).unwrap());
    submission(class.path(), "ben", &released());
    fs::write(class.path().join("carl.ipynb"), "{").unwrap();
    let run = || {
        let output = cluster.grade(class.path(), out.path(), work.path());
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    };
    let first = run();
    assert!(
        first.contains("3 submissions: 3 as before, 1 rejected, 0 not graded"),
        "{first}"
    );
    assert_eq!(tasks(out.path()).len(), 2, "one task for each slice");
    let record = fs::read_to_string(out.path().join("anna/result.json")).unwrap();
    assert!(
        !record.contains("\"points\": 0,\n  \"max_points\""),
        "{record}"
    );
    assert!(out.path().join("index.html").exists());

    let job = fs::read_to_string(out.path().join("slurm/job")).unwrap();
    fs::remove_dir_all(out.path().join("ben")).unwrap();
    run();
    assert_ne!(
        fs::read_to_string(out.path().join("slurm/job")).unwrap(),
        job,
        "a job for ben alone"
    );
    let slice = fs::read_to_string(out.path().join("slurm/slice-1.json")).unwrap();
    assert!(slice.contains("ben") && !slice.contains("anna"), "{slice}");
    run();
    let last = fs::read_to_string(out.path().join("slurm/job")).unwrap();
    assert_ne!(last, job);
    assert_eq!(
        fs::read_to_string(out.path().join("anna/result.json")).unwrap(),
        record
    );
}

#[test]
fn without_a_cluster_it_says_so() {
    let (class, out) = (scratch(), tempfile::tempdir().unwrap());
    submission(class.path(), "ben", &released());
    let mut command = Command::new(JUDGE);
    command
        .arg("--root")
        .arg(root_with_kit())
        .arg("grade")
        .arg(class.path());
    command
        .arg("--out")
        .arg(out.path())
        .args(["--executor", "slurm"]);
    let output = command.env("PATH", "/nowhere").output().unwrap();
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(
        words.contains("cannot start `sbatch`") && words.contains("\nhint: "),
        "{words}"
    );
}
