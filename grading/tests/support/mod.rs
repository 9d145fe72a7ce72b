//! A real grader over the real course: its kit, its sandbox, its notebook.
#![allow(dead_code, reason = "each test file uses a part")]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

use grader::{Grader, Limits, Options, Record, Submission};
use grading::course::Course;
use grading::key::Key;
use kit::{Build, Feature, Kit, Toolchain, stage};
use notebook_file::Notebook;
use sandbox::Sandbox;

/// The program whose first line makes it the sandbox's helper.
pub const JUDGE: &str = env!("CARGO_BIN_EXE_judge");

pub fn course() -> Course {
    Course::at(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap()
}

pub fn released() -> Notebook {
    course().notebook("forward").unwrap()
}

pub fn key() -> Key {
    Key::read(course().root(), grading::forward::TESTS.lab).unwrap()
}

/// A grader that works in `scratch`.
pub fn grader(scratch: &Path, options: Options) -> Grader {
    let sandbox = Sandbox::probe(Path::new(JUDGE)).unwrap();
    let mut labs = course().graded_labs().unwrap();
    for reference in labs.iter_mut().filter_map(|lab| lab.reference.as_mut()) {
        reference.program = JUDGE.into();
    }
    let mut grader = Grader::new(labs, kit().clone(), sandbox, "tests".into(), options).unwrap();
    grader.scratch = scratch.to_owned();
    grader
}

/// Limits that a right answer stays far below.
pub fn short_limits() -> Limits {
    Limits {
        call: Duration::from_secs(5),
        memory: 512 << 20,
        build: Duration::from_secs(8),
        ..Limits::default()
    }
}

pub fn options() -> Options {
    Options {
        limits: short_limits(),
        ..Options::default()
    }
}

/// Writes `notebook` into `folder` and names it as a submission.
pub fn submission(folder: &Path, name: &str, notebook: &Notebook) -> Submission {
    let path = folder.join(format!("{name}.ipynb"));
    std::fs::write(&path, notebook.write()).unwrap();
    Submission::file(&path)
}

/// A folder that the sandbox's user may pass.
pub fn scratch() -> tempfile::TempDir {
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o711);
    tempfile::Builder::new()
        .prefix("noisebook-test-")
        .permissions(open)
        .tempdir()
        .unwrap()
}

/// Command lines of processes that name `folder`.
pub fn processes_of(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir("/proc").unwrap().flatten();
    let lines =
        entries.filter_map(|entry| std::fs::read_to_string(entry.path().join("cmdline")).ok());
    lines
        .filter(|line| line.contains(&*folder.to_string_lossy()))
        .collect()
}

/// Every field but the times.
pub fn timeless(record: &Record) -> Record {
    Record {
        times: grader::Times::default(),
        ..record.clone()
    }
}

/// The course's kit if set-up made one, else one staged for these tests.
fn kit() -> &'static Kit {
    static KIT: OnceLock<Kit> = OnceLock::new();
    KIT.get_or_init(|| Kit::open(course().root(), Feature::Stub).unwrap_or_else(|_| staged()))
}

/// A folder that the judge can use as `--root`: the course's own if set-up made its kit, else the one with the staged kit.
pub fn root_with_kit() -> PathBuf {
    if kit().dir().starts_with(course().root()) && Kit::open(course().root(), Feature::Stub).is_ok()
    {
        return course().root().to_owned();
    }
    let root = staging();
    for folder in ["notebooks", "grading"] {
        let link = root.join(folder);
        // Another test may make it at the same time.
        let _ = std::os::unix::fs::symlink(course().root().join(folder), &link);
        assert!(link.exists());
    }
    root
}

fn staging() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("course")
}

fn staged() -> Kit {
    let build = [
        "rustc",
        "-p",
        "noisebook",
        "--lib",
        "--message-format=json",
        "--",
        "-C",
        "prefer-dynamic",
    ];
    let messages = run(Command::new(env!("CARGO"))
        .args(build)
        .current_dir(course().root()));
    let rustc = |args: &[&str]| {
        run(Command::new("rustc")
            .args(args)
            .current_dir(course().root()))
    };
    let toolchain = Toolchain::parse(&rustc(&["-vV"]), &rustc(&["--print", "sysroot"])).unwrap();
    let root = staging();
    std::fs::create_dir_all(&root).unwrap();
    let dep_info = root.join("noisebook.d");
    std::fs::write(&dep_info, "libnoisebook.so: /elsewhere/lib.rs\n").unwrap();
    let linker = PathBuf::from("/usr/bin/cc");
    let feature = Feature::Stub;
    stage(&Build {
        root: &root,
        feature,
        toolchain,
        linker,
        messages: &messages,
        dep_info: &dep_info,
    })
    .unwrap()
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(
        output.status.success(),
        "{command:?}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}
