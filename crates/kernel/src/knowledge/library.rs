//! What is known of crates: the index that set-up made, read when it is first asked for.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use api_index::{Index, Part, standard, store};
use kit::Feature;

/// The index of a course, shared by all that ask.
#[derive(Debug, Clone, Default)]
pub(crate) struct Library {
    folder: PathBuf,
    index: Arc<OnceLock<Arc<Index>>>,
    feature: Feature,
}

impl Library {
    /// The library of the course at `root`.
    pub(crate) fn new(root: &Path, feature: Feature) -> Self {
        Self {
            folder: root.join(".noisebook"),
            index: Arc::default(),
            feature,
        }
    }

    /// The index. The first call reads it; without set-up's files it holds the standard library alone.
    pub(crate) fn index(&self) -> Arc<Index> {
        let read = || Arc::new(Index::new(self.parts()));
        self.index.get_or_init(read).clone()
    }

    fn parts(&self) -> Vec<Part> {
        let mut parts = standard::parts().unwrap_or_else(|error| {
            eprintln!("noisebook-kernel: the standard library's index: {error}");
            vec![]
        });
        match store::read(&self.folder, self.feature.name()) {
            Ok(found) => parts.extend(found),
            Err(error) => eprintln!(
                "noisebook-kernel: completion knows the standard library alone: {error}\nhint: run `cargo noisebook setup`"
            ),
        }
        parts
    }

    /// Reads the index on a thread of its own, for the first question not to wait.
    pub(crate) fn prepare(&self) {
        if self.index.get().is_none() {
            let library = self.clone();
            // Without the thread, the first question reads it.
            let _ = std::thread::Builder::new()
                .name("library".into())
                .spawn(move || drop(library.index()));
        }
    }
}
