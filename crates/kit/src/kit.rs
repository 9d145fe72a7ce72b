use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::manifest::{Manifest, SCHEMA};
use crate::{Compile, Feature, Invocation, KitError, Toolchain, generation, inputs};

/// A staged kit, ready to compile against.
#[derive(Debug, Clone)]
pub struct Kit {
    feature: Feature,
    dir: PathBuf,
    manifest: Manifest,
}

impl Kit {
    /// Opens the current kit of the course at `root`.
    ///
    /// # Errors
    /// [`KitError::Missing`] or [`KitError::Stale`]; both name the command that mends it.
    pub fn open(root: &Path, feature: Feature) -> Result<Self, KitError> {
        let kit = Self::at(feature, generation::current(root, feature)?)?;
        match kit.stale(root) {
            Some(why) => Err(KitError::Stale { feature, why }),
            None => Ok(kit),
        }
    }

    pub(crate) fn at(feature: Feature, dir: PathBuf) -> Result<Self, KitError> {
        let manifest = Manifest::read(&dir).map_err(|error| KitError::Stale {
            feature,
            why: error.to_string(),
        })?;
        Ok(Self {
            feature,
            dir,
            manifest,
        })
    }

    fn stale(&self, root: &Path) -> Option<String> {
        let toolchain = &self.manifest.toolchain;
        if self.manifest.schema != SCHEMA {
            return Some(format!(
                "expected schema {SCHEMA}, got {}",
                self.manifest.schema
            ));
        }
        if !toolchain.rustc().is_file() {
            let rustc = toolchain.rustc();
            return Some(format!(
                "its compiler `{}` ({}) is gone",
                rustc.display(),
                toolchain.version
            ));
        }
        let changed = inputs::changed(root, &self.manifest.inputs)?;
        Some(format!(
            "`{}` changed since it was built",
            changed.display()
        ))
    }

    /// Which bodies it holds.
    pub fn feature(&self) -> Feature {
        self.feature
    }

    /// Its folder; the files in it never change.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The compiler that made it and that alone can use it.
    pub fn toolchain(&self) -> &Toolchain {
        &self.manifest.toolchain
    }

    /// Digest over all that it was built from; equal digests behave equally.
    pub fn digest(&self) -> &str {
        &self.manifest.digest
    }

    /// Describes the compilation of one source file against the kit.
    pub fn rustc(&self, compile: &Compile<'_>) -> Invocation {
        let toolchain = &self.manifest.toolchain;
        compile.invocation(toolchain.rustc(), &self.manifest.linker, &self.dir)
    }

    /// Value of `LD_LIBRARY_PATH` for a program that was compiled against the kit.
    pub fn library_path(&self) -> OsString {
        let dirs = [self.dir.clone(), self.manifest.toolchain.std_dir()];
        env::join_paths(&dirs).unwrap_or_else(|_| dirs[0].clone().into())
    }

    /// The same, and behind it what this process has: in containers, the driver of a card is often found no other way.
    pub fn library_path_before_own(&self) -> OsString {
        let mut path = self.library_path();
        if let Some(own) = env::var_os("LD_LIBRARY_PATH").filter(|own| !own.is_empty()) {
            path.push(":");
            path.push(own);
        }
        path
    }

    /// What a sandbox must show, read-only, to run a program that was compiled against the kit.
    pub fn run_paths(&self) -> Vec<PathBuf> {
        let ours = [self.dir.clone(), self.manifest.toolchain.std_dir()];
        ours.into_iter()
            .chain(existing(&[
                "/lib",
                "/lib64",
                "/usr/lib",
                "/usr/lib64",
                "/etc/ld.so.cache",
            ]))
            .collect()
    }

    /// What a sandbox must show, read-only, to compile against the kit: the toolchain, the linker and the C library.
    pub fn compile_paths(&self) -> Vec<PathBuf> {
        let ours = [self.dir.clone(), self.manifest.toolchain.sysroot.clone()];
        let system = [
            "/bin",
            "/lib",
            "/lib64",
            "/usr",
            "/etc/alternatives",
            "/etc/ld.so.cache",
        ];
        ours.into_iter().chain(existing(&system)).collect()
    }
}

fn existing(paths: &[&str]) -> impl Iterator<Item = PathBuf> {
    paths.iter().map(PathBuf::from).filter(|path| path.exists())
}
