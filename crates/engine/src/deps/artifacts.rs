//! What cargo made, out of its messages.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::line::Line;

/// What cells link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Artifacts {
    /// Name of the crate that holds all others.
    pub name: String,
    /// Its shared object.
    pub object: PathBuf,
    /// The crates that were asked for.
    pub externs: Vec<(String, PathBuf)>,
    /// Folders with the crates behind these, and with their macros.
    pub folders: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Message {
    reason: String,
    package_id: String,
    target: Target,
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

impl Message {
    /// `…#rand@0.9.2`, or `…/rand#0.9.2` for a folder of that name.
    fn package(&self) -> (&str, &str) {
        let (path, id) = self
            .package_id
            .rsplit_once('#')
            .unwrap_or(("", &self.package_id));
        id.split_once('@')
            .unwrap_or((path.rsplit('/').next().unwrap_or_default(), id))
    }

    fn is(&self, kind: &str) -> bool {
        self.target.kind.iter().any(|own| own == kind)
    }

    fn file(&self, extension: &str) -> Option<&PathBuf> {
        let has = |path: &&PathBuf| path.extension().is_some_and(|own| own == extension);
        self.filenames.iter().find(has)
    }
}

impl Artifacts {
    /// Reads cargo's messages about the crate `name`; `lock` is its `Cargo.lock`. `None` when something is not there.
    pub fn read(name: &str, lines: &[Line], messages: &str, lock: &str) -> Option<Self> {
        let messages: Vec<Message> = messages
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
            .filter(|message: &Message| message.reason == "compiler-artifact")
            .collect();
        let whole = messages
            .iter()
            .find(|message| message.is("dylib") && message.target.name == name)?;
        let own = wanted_versions(name, lock);
        let find = |line: &Line| {
            let fits = |message: &&Message| {
                let (package, version) = message.package();
                let chosen = !own
                    .iter()
                    .any(|wanted| wanted.starts_with(&format!("{package} ")))
                    || own.contains(&format!("{package} {version}"));
                package == line.package() && chosen && !message.is("custom-build")
            };
            let message = messages.iter().find(fits)?;
            let file = message.file("rlib").or_else(|| message.file("so"))?;
            Some((line.crate_name(), file.clone()))
        };
        let externs: Vec<_> = lines.iter().map(find).collect::<Option<_>>()?;
        let files = messages.iter().flat_map(|message| &message.filenames);
        let mut folders: Vec<PathBuf> = files
            .filter_map(|path| path.parent().map(Path::to_owned))
            .filter(|dir| dir.ends_with("deps"))
            .collect();
        folders.sort();
        folders.dedup();
        let object = whole.file("so")?.clone();
        let there = externs.iter().all(|(_, path)| path.is_file()) && object.is_file();
        there.then_some(Self {
            name: name.to_owned(),
            object,
            externs,
            folders,
        })
    }
}

/// The dependencies of a package that a lock file lists; with a version where there are several of one name.
fn wanted_versions(name: &str, lock: &str) -> Vec<String> {
    let own = lock
        .split("[[package]]")
        .find(|part| part.contains(&format!("name = \"{name}\"")));
    let listed = own
        .and_then(|part| part.split_once("dependencies = ["))
        .map(|(_, rest)| rest);
    let quoted = listed
        .unwrap_or_default()
        .split(']')
        .next()
        .unwrap_or_default();
    quoted
        .split('"')
        .skip(1)
        .step_by(2)
        .map(ToOwned::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_two_versions_is_chosen() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = |name: &str| {
            let path = dir.path().join(name);
            std::fs::write(&path, "").expect("a file");
            path.display().to_string()
        };
        let message = |id: &str, name: &str, kind: &str, file: &str| {
            format!(
                "{{\"reason\":\"compiler-artifact\",\"package_id\":\"{id}\",\"target\":{{\"name\":\"{name}\",\"kind\":[\"{kind}\"]}},\"filenames\":[\"{file}\"]}}"
            )
        };
        let messages = [
            message(
                "registry+x#rand@0.8.5",
                "rand",
                "lib",
                &file("librand-8.rlib"),
            ),
            message(
                "registry+x#rand@0.9.2",
                "rand",
                "lib",
                &file("librand-9.rlib"),
            ),
            message(
                "path+file:///x/deps_1#0.0.0",
                "deps_1",
                "dylib",
                &file("libdeps_1.so"),
            ),
        ]
        .join("\n");
        let lock = "[[package]]\nname = \"deps_1\"\ndependencies = [\n \"rand 0.9.2\",\n]\n";
        let line = Line::parse(":dep rand = \"0.9\"").expect("a line");
        let found = Artifacts::read("deps_1", &[line], &messages, lock).expect("all is there");
        assert!(found.externs[0].1.ends_with("librand-9.rlib"));
    }
}
