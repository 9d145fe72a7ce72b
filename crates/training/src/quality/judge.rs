//! The classifier that comes with Noisebook.

use noisebook_runtime::device;

use crate::{DigitClassifier, TrainingError, Weights};

/// Made by `cargo noisebook train classifier`; the file's metadata holds the whole command.
const WEIGHTS: &[u8] = include_bytes!("../../weights/classifier.safetensors");

/// The classifier with its trained weights, on this session's device.
pub(crate) fn pretrained() -> Result<DigitClassifier, TrainingError> {
    Weights::embedded("classifier", WEIGHTS)?.into_model(DigitClassifier::new(&device()))
}
