//! Brings compiled dependencies from one target directory into another, so that burn compiles once.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::files::{Bring, tree};

/// Units of compilation that cargo reported, by the hash in the names of their files.
#[derive(Debug, PartialEq, Eq)]
pub struct Units {
    target: PathBuf,
    hashes: HashSet<String>,
}

#[derive(Deserialize)]
struct Message {
    package_id: Option<String>,
    #[serde(default)]
    filenames: Vec<PathBuf>,
    out_dir: Option<PathBuf>,
}

impl Units {
    /// The units of packages from a registry, and of what stands in for one, in the messages of a build for `host`. Packages of
    /// the course are left out: their files are written anew when their sources change.
    pub fn read(messages: &str, host: &str) -> Option<Self> {
        let messages = messages
            .lines()
            .filter_map(|line| serde_json::from_str::<Message>(line).ok());
        let registry = messages.filter(|m| {
            m.package_id
                .as_deref()
                .is_some_and(|id| id.starts_with("registry+") || id.contains("/stand-ins/"))
        });
        let paths: Vec<PathBuf> = registry
            .flat_map(|m| m.filenames.into_iter().chain(m.out_dir))
            .collect();
        let of_host = |path: &PathBuf| {
            let dir = path
                .ancestors()
                .find(|dir| dir.file_name().is_some_and(|name| name == host))?;
            dir.parent().map(Path::to_owned)
        };
        let target = paths.iter().find_map(of_host)?;
        let names = paths
            .iter()
            .flat_map(|path| path.iter())
            .filter_map(|name| name.to_str());
        Some(Self {
            target,
            hashes: names.filter_map(hash).map(str::to_owned).collect(),
        })
    }

    /// Brings all files of the units into the target directory `to`.
    pub fn bring(&self, to: &Path, host: &str) -> Result<()> {
        for profile in [PathBuf::from("debug"), Path::new(host).join("debug")] {
            for kind in ["deps", "build", ".fingerprint"] {
                let part = profile.join(kind);
                self.bring_entries(&self.target.join(&part), &to.join(&part))?;
            }
        }
        Ok(())
    }

    fn bring_entries(&self, from: &Path, to: &Path) -> Result<()> {
        fs::create_dir_all(to).with_context(|| format!("cannot create `{}`", to.display()))?;
        for entry in fs::read_dir(from)
            .with_context(|| format!("cannot list `{}`", from.display()))?
            .flatten()
        {
            let name = entry.file_name();
            if name
                .to_str()
                .and_then(hash)
                .is_some_and(|hash| self.hashes.contains(hash))
            {
                tree(&entry.path(), &to.join(&name), &|_| Bring::Link)
                    .with_context(|| format!("cannot link `{}`", entry.path().display()))?;
            }
        }
        Ok(())
    }
}

/// `0123456789abcdef` of `libburn-0123456789abcdef.rlib`.
fn hash(name: &str) -> Option<&str> {
    let (_, hash) = name.split('.').next()?.rsplit_once('-')?;
    (hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registry_units_of_both_kinds_are_found() {
        let messages = r#"{"package_id":"registry+x#burn@1","filenames":["/a b/t/h-o-s/debug/deps/libburn-00000000000000aa.rlib"]}
{"package_id":"path+file:///labs#0.1.0","filenames":["/a b/t/h-o-s/debug/deps/liblabs-00000000000000bb.rlib"]}
{"package_id":"registry+x#libm@1","out_dir":"/a b/t/debug/build/libm-00000000000000cc/out"}
{"reason":"build-finished"}"#;
        let units = Units::read(messages, "h-o-s").unwrap();
        assert_eq!(units.target, Path::new("/a b/t"));
        let expected = ["00000000000000aa", "00000000000000cc"].map(str::to_owned);
        assert_eq!(units.hashes, HashSet::from(expected));
    }
}
