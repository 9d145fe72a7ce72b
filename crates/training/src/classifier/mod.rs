//! The small network that recognises digits, to measure those that others make.

mod recipe;

use burn::module::Module;
use burn::nn::conv::{Conv2d, Conv2dConfig};
use burn::nn::pool::{MaxPool2d, MaxPool2dConfig};
use burn::nn::{BatchNorm, BatchNormConfig, Linear, LinearConfig, PaddingConfig2d};
use burn::tensor::activation::relu;
use burn::tensor::{Device, Tensor};
use convolution::{Activation, Convolve, Normalize, Pool};

use crate::TrainingError;
pub use recipe::ClassifierRecipe;

/// Length of the features before the last layer.
pub const FEATURES: usize = 64;

/// Three convolutions, 16, 32 and 64 channels, each with batch normalisation and max-pooling (28, 14, 7, 3 pixels), then 64 features and
/// the scores of ten classes.
#[derive(Module, Debug)]
pub struct DigitClassifier {
    convs: Vec<Conv2d>,
    norms: Vec<BatchNorm>,
    pool: MaxPool2d,
    hidden: Linear,
    head: Linear,
}

impl DigitClassifier {
    /// A classifier with fresh weights.
    pub fn new(device: &Device) -> Self {
        let layer = |channels: [usize; 2]| {
            let same = PaddingConfig2d::Explicit(1, 1, 1, 1);
            Conv2dConfig::new(channels, [3, 3])
                .with_padding(same)
                .init(device)
        };
        Self {
            convs: [[1, 16], [16, 32], [32, FEATURES]].map(layer).into(),
            norms: [16, 32, FEATURES]
                .map(|channels| BatchNormConfig::new(channels).init(device))
                .into(),
            pool: MaxPool2dConfig::new([2, 2]).init(),
            hidden: LinearConfig::new(FEATURES * 9, FEATURES).init(device),
            head: LinearConfig::new(FEATURES, 10).init(device),
        }
    }

    /// The classifier that comes with Noisebook, trained, on this session's device.
    ///
    /// # Errors
    /// [`TrainingError::Weights`] where its file does not fit.
    pub fn pretrained() -> Result<Self, TrainingError> {
        crate::quality::pretrained()
    }

    /// What the last layer sees, `[n, 64]`, of images `[n, 1, 28, 28]` in [-1, 1].
    pub fn features(&self, images: Tensor<4>) -> Tensor<2> {
        let mut x = images;
        for (conv, norm) in self.convs.iter().zip(&self.norms) {
            let normal = norm.normalize(conv.convolve(x), Activation::Relu);
            x = self.pool.pool(normal);
        }
        relu(self.hidden.forward(x.flatten(1, 3)))
    }

    /// Scores of the ten classes, `[n, 10]`, from [`features`](Self::features).
    pub fn scores(&self, features: Tensor<2>) -> Tensor<2> {
        self.head.forward(features)
    }
}

#[cfg(test)]
mod tests {
    use noisebook_runtime::data::Mnist;
    use noisebook_runtime::device;

    use super::DigitClassifier;
    use super::recipe::accuracy;

    #[test]
    fn the_classifier_that_comes_along_recognises_more_than_97_of_100_held_out_digits() {
        let held_out = Mnist::embedded().expect("embedded digits").test;
        let classifier = DigitClassifier::pretrained().expect("its weights");
        let accuracy = accuracy(&classifier, &held_out, &device()).expect("a share");
        assert!(accuracy > 0.97, "{accuracy}");
    }
}
