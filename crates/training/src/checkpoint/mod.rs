//! A run in a file, from which it goes on exactly where it was.
//!
//! The file: a magic word, the length of a header in JSON, the header, blocks of bytes, and the SHA-256 of all before.

mod format;

use std::path::Path;

use burn::module::Module;
use burn::store::{ModuleRecord, RecordError};
use burn::tensor::Bytes;
use serde::{Deserialize, Serialize};

use crate::weights::{read, write};
use crate::{History, TrainingError};

/// What a checkpoint says in words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Header {
    /// The run: network, numbers and seed. A file of another run is refused.
    pub run: String,
    /// Steps taken.
    pub taken: usize,
    /// Steps of an epoch.
    pub steps_per_epoch: usize,
    /// Steps after which a phase ended.
    pub phase_ends: Vec<usize>,
}

/// Everything that a run needs to go on.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Checkpoint {
    pub header: Header,
    pub losses: Vec<f64>,
    pub model: Vec<u8>,
    /// Empty where no average is kept.
    pub average: Vec<u8>,
    pub optimizer: Vec<u8>,
}

impl Checkpoint {
    /// Replaces the file, whole or not at all.
    pub fn save(&self, path: &Path) -> Result<(), TrainingError> {
        write(path, &format::pack(self))
    }

    /// The checkpoint in a file; nothing where there is no file.
    pub fn load(path: &Path, run: &str) -> Result<Option<Self>, TrainingError> {
        if !path.exists() {
            return Ok(None);
        }
        let checkpoint = format::unpack(&read(path)?);
        let checkpoint = checkpoint.map_err(|got| refused(path, "a run", got))?;
        if checkpoint.header.run != run {
            return Err(refused(path, run, checkpoint.header.run));
        }
        Ok(Some(checkpoint))
    }

    /// The losses so far.
    pub fn history(&self) -> History {
        History {
            losses: self.losses.clone(),
            phase_ends: self.header.phase_ends.clone(),
            steps_per_epoch: self.header.steps_per_epoch,
        }
    }
}

/// The weights of a network, bit for bit.
pub(crate) fn bytes_of<M: Module>(model: &M) -> Result<Vec<u8>, RecordError> {
    Ok(model.valid().into_record().into_bytes()?.to_vec())
}

/// `model`, without gradients, with the weights in `bytes`.
pub(crate) fn with_bytes<M: Module>(model: &M, bytes: Vec<u8>) -> Result<M, RecordError> {
    let record = ModuleRecord::from_bytes(Bytes::from_bytes_vec(bytes))?;
    model.valid().try_load_record(record)
}

pub(crate) fn refused(
    path: &Path,
    expected: impl Into<String>,
    got: impl Into<String>,
) -> TrainingError {
    TrainingError::Checkpoint {
        path: path.to_owned(),
        expected: expected.into(),
        got: got.into(),
    }
}
