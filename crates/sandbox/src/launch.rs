//! A program to run, and the checks that need no sandbox.

use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::path::{Component, Path, PathBuf};

use crate::{Policy, SandboxError};

/// A program, its arguments, and what it may see and use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Launch {
    /// The program: an absolute path that [`Policy::read_only`] covers.
    pub program: PathBuf,
    /// Its arguments, without the program's name.
    pub args: Vec<OsString>,
    /// What it may see and use.
    pub policy: Policy,
}

impl Launch {
    /// `program` without arguments under `policy`.
    pub fn new(program: impl Into<PathBuf>, policy: Policy) -> Self {
        Self {
            program: program.into(),
            args: Vec::new(),
            policy,
        }
    }

    /// Appends arguments.
    #[must_use]
    pub fn args<S: Into<OsString>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.args.extend(args.into_iter().map(Into::into));
        self
    }

    pub(crate) fn check(&self) -> Result<(), SandboxError> {
        absolute("program", &self.program)?;
        for (field, path) in self.policy.sources() {
            absolute(field, path)?;
            path.metadata().map_err(|source| SandboxError::Path {
                field,
                path: path.into(),
                source,
            })?;
        }
        for (_, destination) in &self.policy.read_only_at {
            absolute("read_only_at", destination)?;
        }
        if let Some(file) = self.policy.writable.iter().find(|path| !path.is_dir()) {
            return Err(invalid("writable", file, "is no folder"));
        }
        self.check_strings()
    }

    fn check_strings(&self) -> Result<(), SandboxError> {
        let pairs = self.policy.env.iter();
        if let Some((name, _)) = pairs
            .clone()
            .find(|(name, _)| name.is_empty() || name.as_bytes().contains(&b'='))
        {
            return Err(invalid("env", Path::new(name), "is no name of a variable"));
        }
        let strings = self
            .args
            .iter()
            .chain(pairs.flat_map(|(name, value)| [name, value]));
        match strings
            .into_iter()
            .find(|string| string.as_bytes().contains(&0))
        {
            Some(string) => Err(invalid("args", Path::new(string), "contains a NUL byte")),
            None => Ok(()),
        }
    }
}

fn absolute(field: &'static str, path: &Path) -> Result<(), SandboxError> {
    let plain = path
        .components()
        .all(|part| matches!(part, Component::RootDir | Component::Normal(_)));
    if !path.is_absolute() || !plain {
        return Err(invalid(field, path, "is not an absolute path without `..`"));
    }
    if path == Path::new("/") {
        return Err(invalid(field, path, "would show the whole host"));
    }
    if path.to_str().is_none_or(|path| path.contains('\0')) {
        return Err(invalid(field, path, "is not UTF-8 without NUL bytes"));
    }
    Ok(())
}

fn invalid(field: &'static str, value: &Path, why: &'static str) -> SandboxError {
    SandboxError::Invalid {
        field,
        value: value.into(),
        why,
    }
}
