//! `Cargo.toml` files of a bundle: without what is not shipped, everything else as the author wrote it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use toml_edit::{Array, DocumentMut, Item, Value};

/// The workspace's manifest with the packages in the folders `shipped` as its only members.
pub fn workspace(text: &str, shipped: &BTreeSet<PathBuf>) -> Result<String> {
    let mut document: DocumentMut = text
        .parse()
        .context("cannot read the workspace's `Cargo.toml`")?;
    let table = document["workspace"]
        .as_table_like_mut()
        .context("`Cargo.toml` has no `[workspace]`")?;
    table.insert("members", Item::Value(Value::Array(members(shipped))));
    table.remove("default-members");
    if let Some(dependencies) = table
        .get_mut("dependencies")
        .and_then(Item::as_table_like_mut)
    {
        let gone: Vec<String> = dependencies
            .iter()
            .filter(|(_, item)| is_missing(item, shipped))
            .map(|(name, _)| name.to_owned())
            .collect();
        gone.iter().for_each(|name| drop(dependencies.remove(name)));
    }
    Ok(document.to_string())
}

/// A package's manifest without dev-dependencies, tests and benches: they are not shipped.
pub fn package(text: &str) -> Result<String> {
    let mut document: DocumentMut = text
        .parse()
        .context("cannot read a package's `Cargo.toml`")?;
    for key in ["dev-dependencies", "test", "bench", "example"] {
        document.remove(key);
    }
    Ok(document.to_string())
}

/// The folders that the workspace puts in place of crates of a registry.
pub fn replacements(text: &str) -> Result<Vec<PathBuf>> {
    let document: DocumentMut = text
        .parse()
        .context("cannot read the workspace's `Cargo.toml`")?;
    let registries = document.get("patch").and_then(Item::as_table_like);
    let crates = registries
        .into_iter()
        .flat_map(|table| table.iter())
        .filter_map(|(_, registry)| registry.as_table_like());
    let paths = crates.flat_map(|table| {
        table
            .iter()
            .filter_map(|(_, replacement)| replacement.get("path")?.as_str())
    });
    Ok(paths.map(PathBuf::from).collect())
}

fn members(shipped: &BTreeSet<PathBuf>) -> Array {
    let mut members: Array = shipped.iter().map(|folder| slashes(folder)).collect();
    for member in members.iter_mut() {
        member.decor_mut().set_prefix("\n    ");
    }
    members.set_trailing("\n");
    members.set_trailing_comma(true);
    members
}

fn is_missing(dependency: &Item, shipped: &BTreeSet<PathBuf>) -> bool {
    let path = dependency.get("path").and_then(Item::as_str);
    path.is_some_and(|path| {
        !shipped
            .iter()
            .any(|folder| slashes(folder) == path.trim_start_matches("./"))
    })
}

fn slashes(folder: &Path) -> String {
    folder
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_shipped_members_stay_and_comments_too() {
        let text = "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\", \"labs\"]\n\n[workspace.dependencies]\n# Ours\na = { path = \"crates/a\" }\n\
            secret = { path = \"secret\" }\n\n# burn is pinned.\nburn = \"=0.22.1\"\n";
        let shipped = BTreeSet::from([PathBuf::from("crates/a"), PathBuf::from("labs")]);
        let expected = "[workspace]\nresolver = \"3\"\nmembers = [\n    \"crates/a\",\n    \"labs\",\n]\n\n[workspace.dependencies]\n# Ours\n\
            a = { path = \"crates/a\" }\n\n# burn is pinned.\nburn = \"=0.22.1\"\n";
        assert_eq!(workspace(text, &shipped).unwrap(), expected);
    }

    #[test]
    fn folders_in_place_of_crates_are_found() {
        let text = "[workspace]\n\n[patch.crates-io]\na = { path = \"stand-ins/a\" }\nb = { git = \"https://b.org\" }\n";
        assert_eq!(replacements(text).unwrap(), [Path::new("stand-ins/a")]);
        assert!(replacements("[workspace]\n").unwrap().is_empty());
    }

    #[test]
    fn packages_lose_what_only_tests_need() {
        let text = "[package]\nname = \"a\"\n\n[dependencies]\nb = \"1\"\n\n[dev-dependencies]\nsecret.workspace = true\n\n[[bench]]\nname = \"x\"\n";
        assert_eq!(
            package(text).unwrap(),
            "[package]\nname = \"a\"\n\n[dependencies]\nb = \"1\"\n"
        );
    }
}
