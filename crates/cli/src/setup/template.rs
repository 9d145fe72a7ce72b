//! The package that cells are: the stock kernel builds each cell as version 1.0.0 of a package `ctx` that depends on the
//! dylib. Set-up builds one such package; a kernel's session starts as a copy of it, so no kernel compiles dependencies.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use kit::{Feature, Toolchain};

use super::files;
use super::layout::Layout;

/// The dependency as it stands in the kernel's start-up commands.
pub fn dependency(root: &Path, feature: Feature, cuda: bool) -> String {
    let path = serde_json::Value::from(root.join("crates").join("noisebook").to_string_lossy());
    let features = match (feature, cuda) {
        (Feature::Stub, false) => "",
        (Feature::Stub, true) => ", features = [\"cuda\"]",
        (Feature::Solution, false) => ", default-features = false, features = [\"solution\"]",
        (Feature::Solution, true) => {
            ", default-features = false, features = [\"solution\", \"cuda\"]"
        }
    };
    format!("noisebook = {{ path = {path}{features} }}")
}

/// What the template was made from; when any of it changes, the template is made anew.
pub fn made_from(layout: &Layout, toolchain: &Toolchain) -> String {
    let lock = fs::read_to_string(layout.root().join("Cargo.lock")).unwrap_or_default();
    format!("{}\n{}\n{lock}", layout.root().display(), toolchain.version)
}

/// File that tells what the template was made from.
pub fn made_from_file(layout: &Layout, feature: Feature) -> PathBuf {
    layout.template(feature).join("made-from")
}

/// Whether the template that is there computes with CUDA.
pub fn has_cuda(layout: &Layout, feature: Feature) -> bool {
    let manifest = fs::read_to_string(layout.template(feature).join("Cargo.toml"));
    let dependency = dependency(layout.root(), feature, true);
    manifest.is_ok_and(|text| text.lines().any(|line| line == dependency))
}

/// Held exclusively while the template is built, shared while a session copies it.
pub fn lock_file(layout: &Layout, feature: Feature) -> PathBuf {
    layout.template(feature).with_extension("lock")
}

/// Writes the package, with the course's versions of all dependencies.
pub fn write(layout: &Layout, feature: Feature, cuda: bool) -> Result<()> {
    let dir = layout.template(feature);
    files::write(
        &dir.join("Cargo.toml"),
        manifest(layout.root(), feature, cuda).as_bytes(),
        0o644,
    )?;
    files::write(
        &dir.join("src").join("lib.rs"),
        b"extern crate noisebook as _;\n",
        0o644,
    )?;
    let lock = layout.root().join("Cargo.lock");
    let versions = fs::read(&lock).with_context(|| format!("cannot read `{}`", lock.display()))?;
    files::write(&dir.join("Cargo.lock"), &versions, 0o644)
}

/// The manifest that the kernel will write, word for word where it decides how dependencies are built.
fn manifest(root: &Path, feature: Feature, cuda: bool) -> String {
    format!(
        r#"[package]
name = "ctx"
version = "1.0.0"
edition = "2024"

[lib]
crate-type = ["cdylib"]
path = "src/lib.rs"

[profile.dev]
opt-level = 2
debug = false
strip = "debuginfo"
rpath = true
lto = false
debug-assertions = true
codegen-units = 16
panic = 'unwind'
incremental = true
overflow-checks = true

[dependencies]
{}

{}"#,
        dependency(root, feature, cuda),
        replacements(root)
    )
}

/// What the course's manifest puts in place of crates of the registry, for packages outside of its workspace; `Cargo.lock` names it.
pub fn replacements(root: &Path) -> String {
    let stand_in = root.join("stand-ins").join("cubecl-llvm");
    let path = serde_json::Value::from(stand_in.to_string_lossy());
    format!("[patch.crates-io]\ncubecl-llvm = {{ path = {path} }}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_solution_turns_the_stub_off() {
        let text = dependency(Path::new("/my course"), Feature::Solution, false);
        let expected = "noisebook = { path = \"/my course/crates/noisebook\", default-features = false, features = [\"solution\"] }";
        assert_eq!(text, expected);
    }

    #[test]
    fn a_template_tells_whether_it_has_cuda() {
        let course = tempfile::tempdir().unwrap();
        let layout = Layout::new(course.path());
        fs::write(course.path().join("Cargo.lock"), "").unwrap();
        for feature in [Feature::Stub, Feature::Solution] {
            for cuda in [true, false] {
                write(&layout, feature, cuda).unwrap();
                assert_eq!(has_cuda(&layout, feature), cuda);
            }
        }
    }

    #[test]
    fn a_path_with_quotes_stays_one_string() {
        let text = replacements(Path::new("/a \"b\""));
        let expected =
            "[patch.crates-io]\ncubecl-llvm = { path = \"/a \\\"b\\\"/stand-ins/cubecl-llvm\" }\n";
        assert_eq!(text, expected);
    }
}
