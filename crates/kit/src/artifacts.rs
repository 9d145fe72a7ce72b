//! What one cargo build made, as its JSON messages list it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::KitError;

/// The dylib and what `rustc` opens beside it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Artifacts {
    /// `libnoisebook.so`.
    pub(crate) dylib: PathBuf,
    /// Metadata of every dependency, and every procedural macro.
    pub(crate) dependencies: BTreeSet<PathBuf>,
}

#[derive(Deserialize)]
struct Message {
    reason: String,
    target: Option<Target>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
}

#[derive(Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

impl Artifacts {
    /// Reads the messages of a build for `host`; other lines are skipped.
    pub(crate) fn read(messages: &str, host: &str) -> Result<Self, KitError> {
        let mut dylib = None;
        let mut dependencies = BTreeSet::new();
        let parsed = messages
            .lines()
            .filter_map(|line| serde_json::from_str::<Message>(line).ok());
        for message in parsed.filter(|message| message.reason == "compiler-artifact") {
            let Some(target) = message.target else {
                continue;
            };
            let is = |kind: &str| target.kind.iter().any(|k| k == kind);
            if target.name == "noisebook" && is("dylib") {
                dylib = message
                    .filenames
                    .iter()
                    .find(|path| has_extension(path, "so"))
                    .cloned();
            } else if is("proc-macro") {
                dependencies.extend(
                    message
                        .filenames
                        .into_iter()
                        .filter(|path| has_extension(path, "so")),
                );
            } else {
                let of_target = |path: &PathBuf| path.iter().any(|part| part == host);
                let metadata = message
                    .filenames
                    .into_iter()
                    .filter(|path| has_extension(path, "rmeta"));
                dependencies.extend(metadata.filter(of_target));
            }
        }
        let dylib =
            dylib.ok_or_else(|| KitError::Messages("no artifact `libnoisebook.so`".to_owned()))?;
        Ok(Self {
            dylib,
            dependencies,
        })
    }
}

fn has_extension(path: &Path, extension: &str) -> bool {
    path.extension().is_some_and(|found| found == extension)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGES: &str = r#"
{"reason":"compiler-artifact","target":{"name":"syn","kind":["lib"]},"filenames":["/t/debug/deps/libsyn-1.rlib","/t/debug/deps/libsyn-1.rmeta"]}
{"reason":"compiler-artifact","target":{"name":"burn_derive","kind":["proc-macro"]},"filenames":["/t/debug/deps/libburn_derive-2.so"]}
{"reason":"build-script-executed","package_id":"x"}
{"reason":"compiler-artifact","target":{"name":"burn","kind":["lib"]},"filenames":["/t/triple/debug/deps/libburn-3.rlib","/t/triple/debug/deps/libburn-3.rmeta"]}
{"reason":"compiler-artifact","target":{"name":"noisebook","kind":["dylib"]},"filenames":["/t/triple/debug/libnoisebook.so"]}
{"reason":"build-finished","success":true}"#;

    #[test]
    fn keeps_the_dylib_target_metadata_and_macros() {
        let artifacts = Artifacts::read(MESSAGES, "triple").unwrap();
        assert_eq!(
            artifacts.dylib,
            Path::new("/t/triple/debug/libnoisebook.so")
        );
        let names: Vec<_> = artifacts
            .dependencies
            .iter()
            .filter_map(|path| path.file_name())
            .collect();
        assert_eq!(names, ["libburn_derive-2.so", "libburn-3.rmeta"]);
    }

    #[test]
    fn without_a_dylib_there_is_no_kit() {
        let error = Artifacts::read("{\"reason\":\"build-finished\"}", "triple").unwrap_err();
        assert_eq!(
            error.to_string(),
            "cargo's messages hold no artifact `libnoisebook.so`"
        );
    }
}
