//! What the machine must bring: a toolchain, a linker, Python and disk space.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow};
use kit::Toolchain;

use crate::errors::Hint;

/// Oldest Python for which the pinned packages exist.
pub const PYTHON: (u32, u32) = (3, 10);

/// Free space in GiB that a first set-up needs: burn, the kernel's build and Jupyter.
pub const DISK_GIB: u64 = 6;

/// The toolchain that the course pins.
pub fn toolchain(root: &Path) -> Result<Toolchain> {
    let rustc = |args: &[&str]| {
        let mut command = Command::new("rustc");
        // What rustup says is enough without its stack.
        command
            .args(args)
            .current_dir(root)
            .env("RUST_BACKTRACE", "0");
        output(&mut command)
    };
    let pinned = pinned(root);
    let version = rustc(&["-vV"]).or_else(|error| {
        let hint = without_compiler(&error, pinned.as_deref());
        Err(error).hint(hint)
    })?;
    let toolchain = Toolchain::parse(&version, &rustc(&["--print", "sysroot"])?)?;
    match pinned {
        Some(channel) if !toolchain.version.starts_with(&format!("rustc {channel} ")) => {
            let got = &toolchain.version;
            Err(anyhow!(
                "the course pins Rust {channel} in `rust-toolchain.toml`, got `{got}`"
            ))
            .hint(how_to_get(&channel, &toolchain.sysroot))
        }
        _ => Ok(toolchain),
    }
}

/// Rust is not there, or rustup is there without the toolchain.
fn without_compiler(error: &anyhow::Error, channel: Option<&str>) -> String {
    match channel {
        Some(channel) if error.to_string().contains("is not installed") => {
            unset().unwrap_or_else(|| install(channel))
        }
        _ => "install Rust from https://rustup.rs and open a new terminal".to_owned(),
    }
}

fn install(channel: &str) -> String {
    format!("install it with `rustup toolchain install {channel}`")
}

/// How to undo what the environment asks for.
fn unset() -> Option<String> {
    let name = env::var_os("RUSTUP_TOOLCHAIN").filter(|name| !name.is_empty())?;
    let name = name.display();
    Some(format!(
        "the environment variable RUSTUP_TOOLCHAIN asks for `{name}`: run `unset RUSTUP_TOOLCHAIN`"
    ))
}

/// What chose another compiler than the pinned one, and how to undo that.
fn how_to_get(channel: &str, sysroot: &Path) -> String {
    if let Some(hint) = unset() {
        return hint;
    }
    let by_rustup = sysroot
        .parent()
        .is_some_and(|dir| dir.ends_with("toolchains"));
    match by_rustup {
        true => install(channel),
        false => format!(
            "`rustc` of `{}` comes first in PATH: install rustup from https://rustup.rs, and put `~/.cargo/bin` first; it then fetches {channel} by itself",
            sysroot.display()
        ),
    }
}

/// The line `channel = "1.95.0"`.
pub fn pinned(root: &Path) -> Option<String> {
    let text = std::fs::read_to_string(root.join("rust-toolchain.toml")).ok()?;
    let line = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("channel"))?;
    Some(
        line.trim_start_matches([' ', '='])
            .trim()
            .trim_matches('"')
            .to_owned(),
    )
}

/// The program that links, which Rust calls `cc`.
pub fn linker() -> Result<PathBuf> {
    find("cc").context("no linker: `cc` is not in PATH").hint(
        "install a C compiler: `sudo apt install build-essential` on Debian and Ubuntu, `xcode-select --install` on macOS",
    )
}

/// A Python that is new enough and can make virtual environments, with its version.
pub fn python() -> Result<(PathBuf, String)> {
    let (major, minor) = PYTHON;
    let python = find("python3")
        .context("`python3` is not in PATH")
        .hint(format!("install Python {major}.{minor} or newer"))?;
    let script = "import sys; print('%d.%d.%d' % sys.version_info[:3])";
    let version = output(Command::new(&python).args(["-c", script]))?
        .trim()
        .to_owned();
    if parts(&version) < (major, minor) {
        let found = format!(
            "`{}` is Python {version}, expected {major}.{minor} or newer",
            python.display()
        );
        return Err(anyhow!(found)).hint("install a newer Python and put it first in PATH");
    }
    output(Command::new(&python).args(["-c", "import ensurepip, venv"]))
        .with_context(|| format!("Python {version} cannot make virtual environments"))
        .hint("on Debian and Ubuntu: `sudo apt install python3-venv`")?;
    Ok((python, version))
}

fn parts(version: &str) -> (u32, u32) {
    let mut numbers = version.split('.').map(|part| part.parse().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

/// Free space at `path` in GiB, if `df` tells.
pub fn free_gib(path: &Path) -> Option<u64> {
    let text = output(Command::new("df").arg("-Pk").arg(path)).ok()?;
    let kib: u64 = text
        .lines()
        .nth(1)?
        .split_whitespace()
        .nth(3)?
        .parse()
        .ok()?;
    Some(kib >> 20)
}

/// A program of this name in `PATH`.
pub fn find(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|dir| dir.join(name))
        .find(|file| file.is_file())
}

/// Standard output of a command that must succeed.
pub fn output(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command
        .output()
        .with_context(|| format!("cannot start `{program}`"))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(anyhow!("`{program}` failed: {}", stderr.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_pinned_channel() {
        let root = tempfile::tempdir().unwrap();
        let text = "[toolchain]\nchannel = \"1.95.0\"\ncomponents = [\"rustfmt\"]\n";
        std::fs::write(root.path().join("rust-toolchain.toml"), text).unwrap();
        assert_eq!(pinned(root.path()).as_deref(), Some("1.95.0"));
    }

    #[test]
    fn python_versions_compare_by_number() {
        assert!(parts("3.9.18") < PYTHON && parts("3.11.7") > PYTHON);
    }
}
