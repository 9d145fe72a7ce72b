//! Where the tests find the kit.

use std::path::{Path, PathBuf};

use kit::{Feature, Kit};

/// The kit of the folder in `NOISEBOOK_ROOT`, or of the workspace.
///
/// # Panics
/// With the command that mends it, when it is not there.
pub fn kit() -> Kit {
    let workspace = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let root = std::env::var_os("NOISEBOOK_ROOT").map_or_else(workspace, PathBuf::from);
    Kit::open(&root, Feature::Stub)
        .unwrap_or_else(|error| panic!("{error}\nhint: run `cargo noisebook setup`"))
}
