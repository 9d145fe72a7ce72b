use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::artifacts::Artifacts;
use crate::error::At;
use crate::manifest::{Manifest, SCHEMA, now};
use crate::{Feature, Kit, KitError, Toolchain, generation, inputs};

/// Names of kits that are not whole yet begin so.
const STAGING: &str = ".staging-";

/// One finished build of the dylib.
#[derive(Debug)]
pub struct Build<'a> {
    /// The course's folder; absolute, without links.
    pub root: &'a Path,
    /// Which bodies were built.
    pub feature: Feature,
    /// The compiler that built it.
    pub toolchain: Toolchain,
    /// The program that links answers, such as `/usr/bin/cc`.
    pub linker: PathBuf,
    /// The JSON messages of the `cargo build` that made the dylib as a dependency of another package.
    ///
    /// Cargo links std statically into a dylib that is built for itself; programs against it could then not link,
    /// because std would show up twice.
    pub messages: &'a str,
    /// Cargo's `.d` file of that build, which lists the sources.
    pub dep_info: &'a Path,
}

/// Stages the kit of a build under `.noisebook/kit/` of the course and makes it the current one of its feature.
///
/// The dylib is copied, because the next build writes it anew; metadata is hard-linked where the file system allows.
/// The step is atomic: whoever opened the kit before keeps a whole one, and an interrupted staging leaves no kit.
///
/// # Errors
/// [`KitError::Messages`] when the messages hold no dylib, [`KitError::Io`] when a file cannot be written.
pub fn stage(build: &Build<'_>) -> Result<Kit, KitError> {
    let artifacts = Artifacts::read(build.messages, &build.toolchain.host)?;
    let kits = generation::kits(build.root);
    fs::create_dir_all(&kits).at("create", &kits)?;
    remove_abandoned(&kits);
    let staged = tempfile::Builder::new()
        .prefix(STAGING)
        .permissions(readable())
        .tempdir_in(&kits)
        .at("create", &kits)?;
    fill(staged.path(), &artifacts)?;
    let manifest = manifest(build)?;
    manifest.write(staged.path())?;
    let dir = generation::publish(build.root, build.feature, staged.path(), &id(&manifest))?;
    Kit::at(build.feature, dir)
}

/// What stagings that were killed have left. Set-up stages one kit at a time.
fn remove_abandoned(kits: &Path) {
    let entries = fs::read_dir(kits).into_iter().flatten().flatten();
    let abandoned =
        entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(STAGING));
    for entry in abandoned {
        let _ = fs::remove_dir_all(entry.path());
    }
}

fn fill(dir: &Path, artifacts: &Artifacts) -> Result<(), KitError> {
    copy(&artifacts.dylib, &dir.join("libnoisebook.so"))?;
    let deps = dir.join("deps");
    fs::create_dir(&deps).at("create", &deps)?;
    for from in &artifacts.dependencies {
        let Some(name) = from.file_name() else {
            continue;
        };
        link_or_copy(from, &deps.join(name))?;
    }
    Ok(())
}

fn manifest(build: &Build<'_>) -> Result<Manifest, KitError> {
    let inputs = inputs::digests(build.root, build.dep_info)?;
    Ok(Manifest {
        schema: SCHEMA,
        feature: build.feature,
        toolchain: build.toolchain.clone(),
        linker: build.linker.clone(),
        built_at: now(),
        digest: inputs::summary(&inputs),
        inputs,
    })
}

/// Unique per staging: two builds of equal sources may differ in the names of their metadata.
fn id(manifest: &Manifest) -> String {
    format!("{}-{:x}", &manifest.digest[..12], manifest.built_at)
}

fn link_or_copy(from: &Path, to: &Path) -> Result<(), KitError> {
    match fs::hard_link(from, to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => copy(from, to),
        other => other.at("link", from),
    }
}

fn copy(from: &Path, to: &Path) -> Result<(), KitError> {
    fs::copy(from, to).map(|_| ()).at("copy", from)
}

/// A sandbox may look at the kit as another user.
fn readable() -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o755)
}
