//! What a machine may lack: set-up says what, and what to do, before anything is built.

mod common;

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use common::Course;
use tempfile::TempDir;

/// A machine with these programs and no others.
struct Machine {
    bin: TempDir,
    course: Course,
    variables: Vec<(&'static str, &'static str)>,
}

impl Machine {
    /// All that set-up needs.
    fn complete() -> Self {
        let machine = Self {
            bin: tempfile::tempdir().unwrap(),
            course: Course::copy(),
            variables: vec![],
        };
        let rustc = sysroot().join("bin").join("rustc");
        for (name, program) in [("rustc", rustc), ("df", found("df")), ("sh", found("sh"))] {
            symlink(program, machine.bin.path().join(name)).unwrap();
        }
        machine.script("cc", "exit 0");
        machine.script("python3", "echo 3.11.7");
        machine
    }

    fn script(&self, name: &str, body: &str) {
        let path = self.bin.path().join(name);
        let _ = fs::remove_file(&path);
        fs::write(&path, format!("#!{}\n{body}\n", found("sh").display())).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn without(self, name: &str) -> Self {
        fs::remove_file(self.bin.path().join(name)).unwrap();
        self
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_noisebook"));
        command
            .arg(name)
            .current_dir(self.course.root())
            .env_clear()
            .env("PATH", self.bin.path())
            .envs(self.variables.iter().copied());
        command
    }

    /// What set-up says; `doctor` says the same, and nothing is made.
    fn says(&self) -> String {
        let output = self.command("setup").output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{said}");
        let doctor = self.command("doctor").output().unwrap();
        let report = String::from_utf8(doctor.stdout).unwrap();
        assert_eq!(doctor.status.code(), Some(1), "{report}");
        let error = said.lines().next().unwrap().trim_start_matches("error: ");
        assert!(report.contains(error), "{report}\nlacks\n{error}");
        assert!(!self.course.root().join(".noisebook/venv").exists());
        said
    }
}

fn sysroot() -> PathBuf {
    let output = Command::new("rustc").args(["--print", "sysroot"]).output();
    PathBuf::from(String::from_utf8(output.unwrap().stdout).unwrap().trim())
}

fn found(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap();
    let mut files = std::env::split_paths(&path).map(|dir| dir.join(name));
    files.find(|file| file.is_file()).expect(name)
}

fn pin(course: &Path, channel: &str) {
    let text = format!("[toolchain]\nchannel = \"{channel}\"\n");
    fs::write(course.join("rust-toolchain.toml"), text).unwrap();
}

#[test]
fn no_compiler() {
    let said = Machine::complete().without("rustc").says();
    assert!(said.starts_with("error: cannot start `rustc`"), "{said}");
    assert!(
        said.contains("hint: install Rust from https://rustup.rs"),
        "{said}"
    );
}

#[test]
fn another_compiler_than_the_pinned_one() {
    let mut machine = Machine::complete();
    pin(&machine.course.root(), "1.0.0");
    let said = machine.says();
    assert!(
        said.starts_with(
            "error: the course pins Rust 1.0.0 in `rust-toolchain.toml`, got `rustc 1."
        ),
        "{said}"
    );
    assert!(
        said.contains("hint: install it with `rustup toolchain install 1.0.0`"),
        "{said}"
    );
    machine.variables = vec![("RUSTUP_TOOLCHAIN", "nightly")];
    let said = machine.says();
    assert!(said.contains("hint: the environment variable RUSTUP_TOOLCHAIN asks for `nightly`: run `unset RUSTUP_TOOLCHAIN`"), "{said}");
}

#[test]
fn a_compiler_that_rustup_does_not_know() {
    let machine = Machine::complete();
    pin(&machine.course.root(), "1.0.0");
    machine.script(
        "rustc",
        "[ \"$1\" = -vV ] && printf 'rustc 1.63.0 (x)\\nhost: a-b-c\\n' || echo /usr",
    );
    let said = machine.says();
    assert!(
        said.contains("hint: `rustc` of `/usr` comes first in PATH: install rustup"),
        "{said}"
    );
}

#[test]
fn rustup_without_the_toolchain() {
    let mut machine = Machine::complete();
    pin(&machine.course.root(), "1.0.0");
    machine.script(
        "rustc",
        "echo \"error: toolchain '1.0.0-x86_64-unknown-linux-gnu' is not installed\" >&2; exit 1",
    );
    let said = machine.says();
    assert!(
        said.contains("is not installed\nhint: install it with `rustup toolchain install 1.0.0`"),
        "{said}"
    );
    machine.variables = vec![("RUSTUP_TOOLCHAIN", "1.0.0")];
    assert!(machine.says().contains("run `unset RUSTUP_TOOLCHAIN`"));
}

#[test]
fn no_linker() {
    let said = Machine::complete().without("cc").says();
    assert!(
        said.starts_with("error: no linker: `cc` is not in PATH"),
        "{said}"
    );
    assert!(
        said.contains("hint: install a C compiler: `sudo apt install build-essential`"),
        "{said}"
    );
}

#[test]
fn no_python_or_one_that_does_not_do() {
    let said = Machine::complete().without("python3").says();
    assert!(
        said.starts_with("error: `python3` is not in PATH\nhint: install Python 3.10 or newer"),
        "{said}"
    );
    let machine = Machine::complete();
    machine.script("python3", "echo 3.8.10");
    let said = machine.says();
    assert!(
        said.contains("is Python 3.8.10, expected 3.10 or newer\nhint: install a newer Python"),
        "{said}"
    );
    machine.script("python3", "case $2 in *venv*) echo \"No module named 'ensurepip'\" >&2; exit 1;; *) echo 3.12.3;; esac");
    let said = machine.says();
    assert!(
        said.starts_with("error: Python 3.12.3 cannot make virtual environments\n"),
        "{said}"
    );
    assert!(
        said.contains("hint: on Debian and Ubuntu: `sudo apt install python3-venv`"),
        "{said}"
    );
}
