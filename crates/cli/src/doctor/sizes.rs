//! What set-up takes on disk.

use std::collections::HashSet;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use crate::course::Course;
use crate::setup::layout::Layout;

/// Prints the folders with their sizes; a file with two names counts once.
pub fn print(course: &Course) {
    let layout = Layout::new(course.root());
    let mut seen = HashSet::new();
    println!("Made by set-up, can be deleted at any time:");
    let target = course.root().join("target");
    let own = Some(layout.state()).filter(|state| *state != layout.home());
    let folders = [layout.home(), target].into_iter();
    for dir in folders.chain(own).chain(Layout::cache()) {
        if dir.is_dir() {
            println!(
                "  {:>6} MiB  {}",
                size(&dir, &mut seen) >> 20,
                dir.display()
            );
        }
    }
    if Layout::cache().is_none() {
        println!(
            "  NOISEBOOK_CACHE=DIR keeps downloads and the kernel's build for other clones; it is not set"
        );
    }
}

fn size(path: &Path, seen: &mut HashSet<(u64, u64)>) -> u64 {
    let Ok(metadata) = fs::symlink_metadata(path) else {
        return 0;
    };
    if metadata.is_dir() {
        let entries = fs::read_dir(path).into_iter().flatten().flatten();
        return entries.map(|entry| size(&entry.path(), seen)).sum();
    }
    if seen.insert((metadata.dev(), metadata.ino())) {
        metadata.blocks() * 512
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_two_names_counts_once() {
        let dir = tempfile::tempdir().unwrap();
        let (one, two) = (dir.path().join("one"), dir.path().join("two"));
        fs::write(&one, vec![1; 100_000]).unwrap();
        let before = size(dir.path(), &mut HashSet::new());
        fs::hard_link(&one, &two).unwrap();
        assert_eq!(size(dir.path(), &mut HashSet::new()), before);
    }
}
