use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What to compile, and how.
#[derive(Debug, Clone)]
pub struct Compile<'a> {
    /// The crate's root file.
    pub source: &'a Path,
    /// What comes out of it.
    pub crate_type: CrateType,
    /// The file to write.
    pub out: &'a Path,
    /// 0 to 3. 1 is right for statements that run once: tensor code sits compiled in the dylib.
    pub opt_level: u8,
}

/// Kind of a compiled crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CrateType {
    /// A program.
    Bin,
    /// A shared object with a C interface, to be loaded.
    Cdylib,
}

impl CrateType {
    fn name(self) -> &'static str {
        match self {
            Self::Bin => "bin",
            Self::Cdylib => "cdylib",
        }
    }
}

/// A command that somebody else runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invocation {
    /// The program; absolute.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// The whole environment it needs.
    pub env: Vec<(OsString, OsString)>,
}

impl From<&Invocation> for Command {
    /// The command with an environment of its own.
    fn from(invocation: &Invocation) -> Self {
        let mut command = Self::new(&invocation.program);
        command
            .args(&invocation.args)
            .env_clear()
            .envs(invocation.env.iter().cloned());
        command
    }
}

impl Compile<'_> {
    pub(crate) fn invocation(&self, rustc: PathBuf, linker: &Path, kit: &Path) -> Invocation {
        let mut args: Vec<OsString> = vec![self.source.into()];
        let mut push = |flag: &str, value: OsString| args.extend([flag.into(), value]);
        push("--crate-name", "answers".into());
        push("--edition", "2024".into());
        push("--crate-type", self.crate_type.name().into());
        push("-o", self.out.into());
        push(
            "--extern",
            joined("noisebook=", &kit.join("libnoisebook.so")),
        );
        push("-L", joined("dependency=", &kit.join("deps")));
        push("-C", joined("linker=", linker));
        push("-C", format!("opt-level={}", self.opt_level).into());
        for option in [
            "prefer-dynamic",
            "codegen-units=1",
            "debuginfo=0",
            "strip=debuginfo",
        ] {
            push("-C", option.into());
        }
        args.extend(
            [
                "--error-format=json",
                "--diagnostic-width=100",
                "--cap-lints=warn",
            ]
            .map(OsString::from),
        );
        // The linker's driver looks for its helpers in PATH.
        let env = vec![("PATH".into(), "/usr/bin:/bin".into())];
        Invocation {
            program: rustc,
            args,
            env,
        }
    }
}

fn joined(prefix: &str, path: &Path) -> OsString {
    let mut joined = OsString::from(prefix);
    joined.push(path);
    joined
}
