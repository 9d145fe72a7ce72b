use std::path::PathBuf;

use noisebook_runtime::DataError;
use noisebook_runtime::figure::FigureError;

use crate::PROFILE_VARIABLE;

/// Why a network could not be trained, kept, read or measured.
#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    /// A word that names no profile.
    #[error(
        "profile: expected `quick`, `full` or `rehearsal`, got `{0}`\nhint: `quick` takes minutes on two cores, `full` wants a GPU, `rehearsal` only tries every cell; `{PROFILE_VARIABLE}` sets it for a session"
    )]
    Profile(String),
    /// The loss is no number any more.
    #[error(
        "step {step}: expected a finite loss, got {loss}\nhint: a smaller learning rate, or clipped gradients, keep it finite; start again with a fresh network"
    )]
    Loss {
        /// The step, from 1.
        step: usize,
        /// The loss.
        loss: f64,
    },
    /// A loss of one number for each image, or none.
    #[error("loss: expected a tensor `[1]`, got `[{0}]`\nhint: end with `.mean()`")]
    LossShape(usize),
    /// A loss from which no gradient can come.
    #[error(
        "loss: expected a tensor that hangs on the network's weights, got one without gradients\n\
         hint: nothing between the network and the loss may be detached or turned into numbers"
    )]
    Untracked,
    /// Another number of digits than in an earlier phase.
    #[error(
        "expected digits for {expected} steps an epoch, as before, got {got}\n\
         hint: train all phases on the same digits, or begin with a new `Trainer`"
    )]
    Digits {
        /// Steps of an epoch so far.
        expected: usize,
        /// Steps of an epoch now.
        got: usize,
    },
    /// A file cannot be read or written.
    #[error("`{}`: cannot be {action}: {source}\nhint: check that the folder is there and that you may write to it", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// `read` or `written`.
        action: &'static str,
        /// Why.
        source: std::io::Error,
    },
    /// A file is no checkpoint, or one of another run.
    #[error("`{}`: expected a checkpoint of {expected}, got {got}\nhint: delete the file to start anew, or give another one", path.display())]
    Checkpoint {
        /// The file.
        path: PathBuf,
        /// The run that goes on.
        expected: String,
        /// What the file is.
        got: String,
    },
    /// Weights do not fit the network.
    #[error(
        "weights `{name}`: {reason}\nhint: the network must have the layers and the width of the one whose weights were kept"
    )]
    Weights {
        /// The file or the name of the weights.
        name: String,
        /// What does not fit.
        reason: String,
    },
    /// Too few images to be measured.
    #[error(
        "quality: expected images `[n, 1, 28, 28]` with n at least {expected}, got {got:?}\nhint: draw more samples"
    )]
    Images {
        /// The fewest that can be measured.
        expected: usize,
        /// The shape given.
        got: [usize; 4],
    },
    /// The digits cannot be had.
    #[error(transparent)]
    Data(#[from] DataError),
    /// A figure cannot be drawn.
    #[error(transparent)]
    Figure(#[from] FigureError),
}
