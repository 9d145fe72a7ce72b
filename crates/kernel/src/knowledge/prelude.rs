//! Names that `noisebook::prelude` exports, read from the course's sources.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use syn::Item;

use super::items::{Defined, imported};

/// The names; none when the sources are not there.
pub(crate) fn exported(root: &Path) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    read(
        &root
            .join("crates")
            .join("noisebook")
            .join("src")
            .join("prelude.rs"),
        root,
        &mut names,
    );
    names
}

fn read(file: &Path, root: &Path, names: &mut BTreeSet<String>) {
    let Ok(text) = std::fs::read_to_string(file) else {
        return;
    };
    let Ok(parsed) = syn::parse_file(&text) else {
        return;
    };
    let mut found = Defined::default();
    for item in &parsed.items {
        if let Item::Use(item) = item {
            imported(&item.tree, "", &mut found);
        }
    }
    names.extend(found.imports);
    for path in found.globs {
        // Files include one another downwards only, so this ends.
        if let Some(below) = source(&path, root).filter(|below| below != file) {
            read(&below, root, names);
        }
    }
}

/// `noisebook_runtime::prelude` → `crates/runtime/src/prelude.rs`.
fn source(path: &str, root: &Path) -> Option<PathBuf> {
    let (name, module) = path.split_once("::")?;
    let package = match name {
        "noisebook_runtime" => root.join("crates").join("runtime"),
        "labs" => root.join("labs"),
        _ => return None,
    };
    Some(
        package
            .join("src")
            .join(format!("{}.rs", module.replace("::", "/"))),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_courses_prelude_is_read() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join("..");
        let names = exported(&root);
        for name in ["Tensor", "Figure", "seed", "check"] {
            assert!(names.contains(name), "`{name}` is not in {names:?}");
        }
    }
}
