//! One `rustc` command.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kit::Kit;

use super::{Kind, Level};
use crate::deps::Artifacts;

/// What of a crate must be known before its source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// What comes out of it.
    pub kind: Kind,
    /// How well it is compiled.
    pub level: Level,
    /// Item crates and their objects.
    pub externs: Vec<(String, PathBuf)>,
}

/// Where things are that no cell changes.
#[derive(Debug)]
pub struct Place {
    /// The kit to compile against.
    pub kit: Kit,
    /// burn's metadata: derives write paths that begin with `::burn` or `burn`.
    burn: Option<PathBuf>,
    /// Folder of sources and objects.
    pub dir: PathBuf,
    /// Options for what the session added.
    added: Vec<OsString>,
}

/// Compiled the same way whatever the call.
const ALWAYS: [&str; 14] = [
    "-C",
    "prefer-dynamic",
    "-C",
    "codegen-units=1",
    "-C",
    "debuginfo=0",
    "-C",
    "overflow-checks=on",
    "-C",
    "debug-assertions=on",
    "--error-format=json",
    "--diagnostic-width=100000",
    // Full paths in messages are how variables' types are read; the compiler is pinned, and a test watches the wording.
    "-Z",
    "trim-diagnostic-paths=no",
];

impl Place {
    pub fn new(kit: Kit, dir: &Path) -> Self {
        let burn = find_burn(&kit.dir().join("deps"));
        Self {
            kit,
            burn,
            dir: dir.to_owned(),
            added: vec![],
        }
    }

    /// From now on, crates can use these as well. The whole is loaded even where none is mentioned, for item crates link it.
    pub fn add(&mut self, artifacts: &Artifacts) {
        let whole = joined(&format!("force:{}=", artifacts.name), &artifacts.object);
        self.added.extend([
            "-Z".into(),
            "unstable-options".into(),
            "--extern".into(),
            whole,
        ]);
        for (name, path) in &artifacts.externs {
            self.added
                .extend(["--extern".into(), joined(&format!("{name}="), path)]);
        }
        for dir in &artifacts.folders {
            self.added.extend(["-L".into(), joined("dependency=", dir)]);
        }
    }

    /// The source file of a crate version.
    pub fn source(&self, file: &str) -> PathBuf {
        self.dir.join(format!("{file}.rs"))
    }

    /// The shared object of a crate version.
    pub fn object(&self, file: &str) -> PathBuf {
        self.dir.join(format!("lib{file}.so"))
    }

    /// The command that compiles `input` as crate `name` into the object of `file`.
    pub fn command(&self, call: &Call, name: &str, file: &str, input: &Path) -> Command {
        let toolchain = self.kit.toolchain();
        let mut command = Command::new(toolchain.rustc());
        command.arg(input).arg("-o").arg(self.object(file));
        command.args(["--crate-name", name, "--edition", "2024"]);
        command.args(["--crate-type", call.kind.crate_type()]);
        command.arg("-C").arg(call.level.option());
        let noisebook = self.kit.dir().join("libnoisebook.so");
        let ours = [
            ("noisebook", Some(&noisebook)),
            ("burn", self.burn.as_ref()),
        ];
        let ours = ours
            .into_iter()
            .filter_map(|(name, path)| Some((name, path?)));
        let cells = call
            .externs
            .iter()
            .map(|(name, path)| (name.as_str(), path));
        for (name, path) in ours.chain(cells) {
            command
                .arg("--extern")
                .arg(joined(&format!("{name}="), path));
        }
        for dir in [&self.kit.dir().join("deps"), &self.dir] {
            command.arg("-L").arg(joined("dependency=", dir));
        }
        command.args(&self.added);
        self.link(&mut command);
        command.args(ALWAYS).env("RUSTC_BOOTSTRAP", "1");
        command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
    }

    /// The toolchain's own linker, without the driver of a C compiler in front of it.
    fn link(&self, command: &mut Command) {
        let toolchain = self.kit.toolchain();
        let tools = toolchain.sysroot.join("lib/rustlib").join(&toolchain.host);
        let lld = tools.join("bin/gcc-ld/ld.lld");
        if lld.is_file() {
            command.arg("-C").arg(joined("linker=", &lld));
            command.args(["-C", "linker-flavor=ld"]);
            command.arg("-C").arg(joined("link-arg=-L", &self.dir));
        }
    }
}

fn joined(prefix: &str, path: &Path) -> OsString {
    let mut joined = OsString::from(prefix);
    joined.push(path);
    joined
}

fn find_burn(deps: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(deps).ok()?;
    let is_burn = |path: &PathBuf| {
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        name.strip_prefix("libburn-")
            .is_some_and(|rest| rest.ends_with(".rmeta"))
    };
    entries.flatten().map(|entry| entry.path()).find(is_burn)
}
