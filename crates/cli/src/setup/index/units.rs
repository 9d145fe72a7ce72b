//! Which crates were built, from which sources, with which features, against which others.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use kit::Toolchain;
use serde::Deserialize;

use crate::cargo;

/// One compiled crate.
#[derive(Debug)]
pub struct Unit {
    /// Its name in Rust.
    pub name: String,
    /// Its package's version.
    pub version: String,
    /// The file that holds its root module.
    pub source: PathBuf,
    /// Its package's manifest.
    pub manifest: PathBuf,
    /// Such as `2024`.
    pub edition: String,
    /// Switched-on features.
    pub features: Vec<String>,
    /// What others need of it: metadata, or the shared object of a procedural macro.
    pub compiled: PathBuf,
    /// What its build script said.
    pub script: Script,
    /// Names and packages of what it depends on.
    dependencies: Vec<(String, String)>,
}

/// What a build script said.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Script {
    /// `--cfg`s.
    #[serde(default)]
    pub cfgs: Vec<String>,
    /// Variables.
    #[serde(default)]
    pub env: Vec<(String, String)>,
    /// Its folder.
    pub out_dir: Option<PathBuf>,
}

/// All of one build, by package.
#[derive(Debug)]
pub struct Units(HashMap<String, Unit>);

#[derive(Deserialize)]
struct Message {
    reason: String,
    #[serde(default)]
    package_id: String,
    #[serde(default)]
    manifest_path: PathBuf,
    target: Option<Target>,
    #[serde(default)]
    features: Vec<String>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
    #[serde(flatten)]
    script: Script,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
    src_path: PathBuf,
    edition: String,
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Package {
    id: String,
    version: String,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
    deps: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    pkg: String,
}

/// The command that says which package depends on which.
pub fn metadata(dir: &Path) -> Command {
    let mut command = cargo::command(dir);
    command.args(["metadata", "--offline", "--format-version", "1"]);
    command
}

impl Units {
    /// Reads cargo's messages and metadata of one build for `host`.
    pub fn read(messages: &str, metadata: &str, host: &str) -> Result<Self> {
        let metadata: Metadata =
            serde_json::from_str(metadata).context("cargo's metadata cannot be read")?;
        let versions: HashMap<String, String> = metadata
            .packages
            .into_iter()
            .map(|package| (package.id, package.version))
            .collect();
        let mut dependencies: HashMap<String, Vec<(String, String)>> = metadata
            .resolve
            .nodes
            .into_iter()
            .map(|node| {
                (
                    node.id,
                    node.deps
                        .into_iter()
                        .map(|dep| (dep.name, dep.pkg))
                        .collect(),
                )
            })
            .collect();
        let parsed: Vec<Message> = messages
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .collect();
        let mut scripts: HashMap<&str, &Script> = HashMap::new();
        for message in parsed
            .iter()
            .filter(|message| message.reason == "build-script-executed")
        {
            scripts.insert(&message.package_id, &message.script);
        }
        let mut units = HashMap::new();
        for message in parsed
            .iter()
            .filter(|message| message.reason == "compiler-artifact")
        {
            let Some((target, compiled)) = library(message, host) else {
                continue;
            };
            let id = message.package_id.clone();
            let unit = Unit {
                name: target.name.replace('-', "_"),
                version: versions.get(&id).cloned().unwrap_or_default(),
                source: target.src_path.clone(),
                manifest: message.manifest_path.clone(),
                edition: target.edition.clone(),
                features: message.features.clone(),
                compiled,
                script: scripts
                    .get(id.as_str())
                    .map(|script| (*script).clone())
                    .unwrap_or_default(),
                dependencies: dependencies.remove(&id).unwrap_or_default(),
            };
            units.insert(id, unit);
        }
        Ok(Self(units))
    }

    /// The crate of this name.
    pub fn named(&self, name: &str) -> Option<&Unit> {
        self.0.values().find(|unit| unit.name == name)
    }

    /// Where everything lies that was compiled.
    pub fn folders(&self) -> BTreeSet<&Path> {
        self.0
            .values()
            .filter_map(|unit| unit.compiled.parent())
            .collect()
    }

    /// What a crate sees of others: names and files.
    pub fn seen_by<'a>(&'a self, unit: &'a Unit) -> impl Iterator<Item = (&'a str, &'a Path)> {
        let file = |package| {
            self.0
                .get(package)
                .map(|other: &Unit| other.compiled.as_path())
        };
        unit.dependencies
            .iter()
            .filter_map(move |(name, package)| Some((name.as_str(), file(package)?)))
    }
}

/// The target and its file, if cells can see it; build scripts and their dependencies are none.
fn library<'a>(message: &'a Message, host: &str) -> Option<(&'a Target, PathBuf)> {
    let target = message.target.as_ref()?;
    let is = |kind: &str| target.kind.iter().any(|k| k == kind);
    let wanted = if is("proc-macro") { "so" } else { "rmeta" };
    let of_target = |path: &&PathBuf| is("proc-macro") || path.iter().any(|part| part == host);
    let fits = |path: &&PathBuf| path.extension().is_some_and(|found| found == wanted);
    let compiled = message.filenames.iter().filter(of_target).find(fits);
    // A dylib has no metadata beside it.
    let shared = || {
        message
            .filenames
            .iter()
            .filter(|_| is("dylib"))
            .find(|path| path.extension().is_some_and(|found| found == "so"))
    };
    (!is("custom-build"))
        .then(|| compiled.or_else(shared))
        .flatten()
        .map(|file| (target, file.clone()))
}

impl Unit {
    /// Differs when the crate or the compiler does.
    pub fn fingerprint(&self, toolchain: &Toolchain) -> u64 {
        let mut hasher = DefaultHasher::new();
        let built = std::fs::metadata(&self.compiled)
            .and_then(|file| file.modified())
            .ok();
        (
            &toolchain.version,
            self.compiled.file_name(),
            built,
            api_index::SCHEMA,
        )
            .hash(&mut hasher);
        hasher.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGES: &str = r#"
{"reason":"compiler-artifact","package_id":"a 1","manifest_path":"/a/Cargo.toml","target":{"name":"a-b","kind":["lib"],"src_path":"/a/src/lib.rs","edition":"2024"},"features":["std"],"filenames":["/t/triple/debug/deps/liba_b-1.rlib","/t/triple/debug/deps/liba_b-1.rmeta"]}
{"reason":"compiler-artifact","package_id":"m 1","manifest_path":"/m/Cargo.toml","target":{"name":"m","kind":["proc-macro"],"src_path":"/m/src/lib.rs","edition":"2021"},"filenames":["/t/debug/deps/libm-2.so"]}
{"reason":"compiler-artifact","package_id":"h 1","manifest_path":"/h/Cargo.toml","target":{"name":"h","kind":["lib"],"src_path":"/h/src/lib.rs","edition":"2021"},"filenames":["/t/debug/deps/libh-2.rmeta"]}
{"reason":"build-script-executed","package_id":"a 1","cfgs":["fast"],"env":[["A","1"]],"out_dir":"/t/out"}"#;
    const METADATA: &str = r#"{"packages":[{"id":"a 1","version":"1.2.3"}],"resolve":{"nodes":[{"id":"a 1","deps":[{"name":"mm","pkg":"m 1"},{"name":"h","pkg":"h 1"}]}]}}"#;

    #[test]
    fn crates_know_their_sources_and_what_they_see() {
        let units = Units::read(MESSAGES, METADATA, "triple").unwrap();
        let unit = units.named("a_b").unwrap();
        assert_eq!(
            (unit.version.as_str(), unit.features.as_slice()),
            ("1.2.3", &["std".to_owned()][..])
        );
        assert_eq!(unit.script.cfgs, ["fast"]);
        let seen: Vec<_> = units.seen_by(unit).collect();
        assert_eq!(seen, [("mm", Path::new("/t/debug/deps/libm-2.so"))]);
    }
}
