//! How good drawn digits are, measured by a classifier.

mod frechet;
mod judge;
mod measure;
mod moments;
mod show;

use burn::tensor::Tensor;
use noisebook_runtime::{Figure, Table};

pub(crate) use judge::pretrained;

use crate::{Notes, TrainingError};

/// A digit counts as recognised above this confidence.
pub const CONFIDENT: f64 = 0.9;

/// What a classifier says of drawn digits. No number stands alone: pure noise can be classified with full confidence.
///
/// The scale, at 256 images: real digits have a share of 0.98 and a digit-FID of 10; halves of different digits put together, 0.61 and
/// 50; real digits under a blur of 5 × 5 pixels, 0.56 and 640; pure noise, 1.00 and 870, all of it one class.
#[derive(Clone, Debug, PartialEq)]
pub struct Quality {
    /// How many images were measured.
    pub samples: usize,
    /// The share of images that the classifier is more than 0.9 sure of.
    pub confident: f64,
    /// The mean of its largest probability.
    pub confidence: f64,
    /// How many images it takes for each digit.
    pub classes: [usize; 10],
    /// How many of them it is more than 0.9 sure of.
    pub confident_classes: [usize; 10],
    /// Entropy of the classes in nats; ln 10 = 2.303 when all are equally frequent.
    pub entropy: f64,
    /// Fréchet distance of the classifier's features from those of the held-out digits (arXiv 1706.08500, with digits' features).
    pub fid: f64,
    /// The same distance for as many real training digits: what can be reached.
    pub floor: f64,
    /// The held-out digits, to compare with.
    pub held_out: HeldOut,
}

/// What the classifier says of the held-out digits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct HeldOut {
    /// The share that it is more than 0.9 sure of.
    pub confident: f64,
    /// The mean of its largest probability.
    pub confidence: f64,
    /// Entropy of the classes in nats.
    pub entropy: f64,
}

impl Quality {
    /// Measures images `[n, 1, 28, 28]` in [-1, 1], n at least 2, with the classifier that comes with Noisebook.
    ///
    /// # Errors
    /// [`TrainingError::Images`] for other shapes or too few images.
    pub fn measure(images: &Tensor<4>) -> Result<Self, TrainingError> {
        measure::of(images)
    }

    /// All measures beside those of real digits.
    pub fn table(&self) -> Table {
        show::table(self)
    }

    /// The measures as names and values.
    pub fn notes(&self) -> Notes {
        show::notes(self)
    }

    /// Whether the images are digits, in a sentence: most recognised for sure, all ten classes among them, and their features near
    /// those of real ones.
    pub fn verdict(&self) -> String {
        show::verdict(self)
    }

    /// How often each digit is seen, and how often for sure.
    pub fn figure(&self) -> Figure {
        show::figure(self)
    }
}
