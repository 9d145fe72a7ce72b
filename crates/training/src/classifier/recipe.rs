//! How the classifier is trained.

use burn::tensor::activation::log_softmax;
use burn::tensor::{Device, Distribution, Tensor};
use noisebook_runtime::data::{Mnist, Split};
use noisebook_runtime::{display, noise_like};

use super::DigitClassifier;
use crate::recipe::{Notes, Objective};
use crate::{Plan, Profile, RateSchedule, Recipe, TrainingError};

/// The strongest noise on a digit that is trained on.
const STRONGEST: f64 = 0.5;

/// Trains the [`DigitClassifier`] on the digits that come with Noisebook, with the cross-entropy of their classes.
#[derive(Clone, Copy, Debug, Default)]
pub struct ClassifierRecipe;

impl Recipe for ClassifierRecipe {
    type Model = DigitClassifier;

    fn name(&self) -> &'static str {
        "classifier"
    }

    fn about(&self) -> &'static str {
        "the network that measures drawn digits"
    }

    /// The same for both profiles: it is small.
    fn plan(&self, _: Profile) -> Plan {
        Plan {
            batch: 64,
            phases: vec![12],
            learning_rate: 2e-3,
            rate_schedule: RateSchedule::Cosine { warm_up: 20 },
            ema: None,
            min_snr: None,
            shows: "the share of held-out digits that are recognised, above 97 %".into(),
            ..Plan::quick()
        }
    }

    fn model(&self, _: &Plan, device: &Device) -> DigitClassifier {
        DigitClassifier::new(device)
    }

    fn objective(&self, _: &Plan, _: &Device) -> Objective<DigitClassifier> {
        Box::new(|model, images, labels| {
            let scores = model.scores(model.features(grained(images)));
            -log_softmax(scores, 1)
                .gather(1, labels.unsqueeze_dim(1))
                .mean()
        })
    }

    fn samples(&self, _: &DigitClassifier, _: &Plan, _: &Device) -> Option<Tensor<4>> {
        None
    }

    fn measure(
        &self,
        model: &DigitClassifier,
        _: &Plan,
        device: &Device,
    ) -> Result<Notes, TrainingError> {
        let held_out = Mnist::embedded()?.test;
        let accuracy = accuracy(model, &held_out, device)?;
        display::channel().line(&format!(
            "{:.1} % of {} held-out digits are recognised",
            accuracy * 100.0,
            held_out.len()
        ));
        Ok(vec![("held_out_accuracy".into(), format!("{accuracy:.4}"))])
    }
}

/// Images with noise of their own strength each, σ from 0 to 0.5: a classifier of clean digits alone takes a grain that nobody sees for
/// another shape, and measures grain instead of digits.
fn grained(images: Tensor<4>) -> Tensor<4> {
    let batch = images.dims()[0];
    let uniform = Distribution::Uniform(0.0, STRONGEST);
    let sigma = Tensor::<4>::random([batch, 1, 1, 1], uniform, &images.device());
    let noise = noise_like(&images);
    images + noise * sigma
}

/// The share of digits whose class is the one with the highest score.
pub(crate) fn accuracy(
    model: &DigitClassifier,
    digits: &Split,
    device: &Device,
) -> Result<f64, TrainingError> {
    let images = digits.images(0..digits.len(), device)?;
    let labels = digits.labels(0..digits.len(), device)?;
    let scores = model.scores(model.features(images));
    let right = scores.argmax(1).squeeze_dim::<1>(1).equal(labels);
    let right: f64 = right.int().sum().into_data().iter::<f64>().sum();
    Ok(right / digits.len().max(1) as f64)
}
