use std::io;
use std::path::{Path, PathBuf};

use crate::Feature;

/// Why a kit cannot be made or used.
#[derive(Debug, thiserror::Error)]
pub enum KitError {
    /// It was never built.
    #[error("the {feature} kit is not built: `{}` does not exist\nhint: run `{}`", dir.display(), mend(*feature))]
    Missing {
        /// Which kit.
        feature: Feature,
        /// Where it was looked for.
        dir: PathBuf,
    },
    /// It was built from other sources or by another compiler.
    #[error("the {feature} kit is stale: {why}\nhint: run `{}`", mend(*feature))]
    Stale {
        /// Which kit.
        feature: Feature,
        /// What changed since.
        why: String,
    },
    /// Cargo's messages do not describe a build of the dylib.
    #[error("cargo's messages hold {0}")]
    Messages(String),
    /// The compiler's description of itself cannot be read.
    #[error("`rustc -vV` printed no `{0}` line")]
    Toolchain(&'static str),
    /// A file cannot be read or written.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

/// The one command that builds what is missing.
fn mend(feature: Feature) -> &'static str {
    match feature {
        Feature::Stub => "cargo noisebook setup",
        Feature::Solution => "cargo noisebook setup --solution",
    }
}

/// Adds the action and the path to an error of the system.
pub(crate) trait At<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, KitError>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, action: &'static str, path: &Path) -> Result<T, KitError> {
        self.map_err(|source| KitError::Io {
            action,
            path: path.to_owned(),
            source,
        })
    }
}
