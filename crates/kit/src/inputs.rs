//! What a kit was built from, to tell whether it is stale.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::KitError;
use crate::error::At;

/// Files that decide the build besides the sources.
const ALWAYS: [&str; 3] = ["Cargo.lock", ".cargo/config.toml", "rust-toolchain.toml"];

/// Digest of each input, by its path below the course's folder.
pub(crate) type Digests = BTreeMap<PathBuf, String>;

/// The digests of the sources below `root` that cargo's `dep_info` file lists, and of [`ALWAYS`].
pub(crate) fn digests(root: &Path, dep_info: &Path) -> Result<Digests, KitError> {
    let text = fs::read_to_string(dep_info).at("read", dep_info)?;
    let below = |path: PathBuf| path.strip_prefix(root).map(Path::to_owned).ok();
    let sources = sources(&text)
        .into_iter()
        .filter_map(below)
        .filter(|path| !path.starts_with(".noisebook"));
    let always = ALWAYS
        .iter()
        .map(PathBuf::from)
        .filter(|path| root.join(path).is_file());
    sources
        .chain(always)
        .map(|path| Ok((path.clone(), digest(&root.join(&path))?)))
        .collect()
}

/// The first input that is not what it was.
pub(crate) fn changed<'a>(root: &Path, digests: &'a Digests) -> Option<&'a Path> {
    let same =
        |path: &Path, expected: &str| digest(&root.join(path)).is_ok_and(|found| found == expected);
    digests
        .iter()
        .find(|(path, expected)| !same(path, expected))
        .map(|(path, _)| path.as_path())
}

/// One digest for all.
pub(crate) fn summary(digests: &Digests) -> String {
    let mut hasher = Sha256::new();
    for (path, digest) in digests {
        hasher.update(path.to_string_lossy().as_bytes());
        hasher.update(digest);
    }
    hex(&hasher.finalize())
}

fn digest(path: &Path) -> Result<String, KitError> {
    Ok(hex(&Sha256::digest(fs::read(path).at("read", path)?)))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The prerequisites in a makefile of one rule; a backslash escapes a space.
fn sources(dep_info: &str) -> Vec<PathBuf> {
    let prerequisites = dep_info.split_once(": ").map_or("", |(_, rest)| rest);
    let joined = prerequisites.trim_end().replace("\\ ", "\0");
    joined
        .split(' ')
        .filter(|part| !part.is_empty())
        .map(|part| part.replace('\0', " ").into())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_paths_with_spaces() {
        let paths = sources("/my\\ t/lib.so: /my\\ course/a.rs /my\\ course/b.bin\n");
        assert_eq!(
            paths,
            [Path::new("/my course/a.rs"), Path::new("/my course/b.bin")]
        );
    }

    #[test]
    fn an_edit_is_seen_and_a_touch_is_not() {
        let root = tempfile::tempdir().unwrap();
        let file = root.path().join("lib.rs");
        fs::write(&file, "fn a() {}").unwrap();
        fs::write(root.path().join("x.d"), format!("x.so: {}", file.display())).unwrap();
        let digests = digests(root.path(), &root.path().join("x.d")).unwrap();
        fs::write(&file, "fn a() {}").unwrap();
        assert_eq!(changed(root.path(), &digests), None);
        fs::write(&file, "fn b() {}").unwrap();
        assert_eq!(changed(root.path(), &digests), Some(Path::new("lib.rs")));
    }
}
