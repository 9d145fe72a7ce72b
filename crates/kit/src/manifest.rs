//! `kit.json`: what a kit is and what it was made from.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::error::At;
use crate::inputs::Digests;
use crate::{Feature, KitError, Toolchain};

/// Changes when kits of another layout can no longer be read.
pub(crate) const SCHEMA: u32 = 1;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) schema: u32,
    pub(crate) feature: Feature,
    pub(crate) toolchain: Toolchain,
    /// The program that links; absolute.
    pub(crate) linker: PathBuf,
    /// Seconds since 1970.
    pub(crate) built_at: u64,
    /// Digest over all inputs.
    pub(crate) digest: String,
    pub(crate) inputs: Digests,
}

impl Manifest {
    pub(crate) fn read(kit: &Path) -> Result<Self, KitError> {
        let path = kit.join("kit.json");
        let text = std::fs::read(&path).at("read", &path)?;
        serde_json::from_slice(&text)
            .map_err(std::io::Error::from)
            .at("read", &path)
    }

    pub(crate) fn write(&self, kit: &Path) -> Result<(), KitError> {
        let path = kit.join("kit.json");
        let text = serde_json::to_string_pretty(self)
            .map_err(std::io::Error::from)
            .at("write", &path)?;
        std::fs::write(&path, text + "\n").at("write", &path)
    }
}

pub(crate) fn now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| elapsed.as_secs())
}
