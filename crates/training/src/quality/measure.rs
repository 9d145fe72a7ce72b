//! The measures themselves.

use std::sync::{Mutex, OnceLock};

use burn::tensor::Tensor;
use burn::tensor::activation::softmax;
use noisebook_runtime::data::{Mnist, SIDE};
use noisebook_runtime::device;

use super::moments::Moments;
use super::{CONFIDENT, HeldOut, Quality, frechet, pretrained};
use crate::{DigitClassifier, TrainingError};

/// Images that are classified at once.
const CHUNK: usize = 250;
/// Draws of real digits over which the floor is averaged.
const DRAWS: u64 = 5;

pub(super) fn of(images: &Tensor<4>) -> Result<Quality, TrainingError> {
    let dims = images.dims();
    if dims[0] < 2 || dims[1..] != [1, SIDE, SIDE] {
        return Err(TrainingError::Images {
            expected: 2,
            got: dims,
        });
    }
    let classifier = pretrained()?;
    let images = images.clone().inner().to_device(&device());
    let (features, probabilities) = seen(&classifier, &images);
    let (reference, held_out) = held_out(&classifier)?;
    let fid = frechet::distance(&Moments::of(features), reference);
    Ok(Quality {
        fid: fid.max(0.0),
        floor: floor(&classifier, dims[0], reference)?,
        held_out: *held_out,
        ..counted(&probabilities)
    })
}

/// The held-out digits, seen once in a session.
fn held_out(classifier: &DigitClassifier) -> Result<&'static (Moments, HeldOut), TrainingError> {
    static KNOWN: OnceLock<(Moments, HeldOut)> = OnceLock::new();
    if let Some(known) = KNOWN.get() {
        return Ok(known);
    }
    let test = Mnist::embedded()?.test;
    let (features, probabilities) = seen(classifier, &test.images(0..test.len(), &device())?);
    let counted = counted(&probabilities);
    let held_out = HeldOut {
        confident: counted.confident,
        confidence: counted.confidence,
        entropy: counted.entropy,
    };
    Ok(KNOWN.get_or_init(|| (Moments::of(features), held_out)))
}

/// Features `[n, 64]` and the ten probabilities of each image.
fn seen(classifier: &DigitClassifier, images: &Tensor<4>) -> (Tensor<2>, Vec<f64>) {
    let n = images.dims()[0];
    let chunks = (0..n)
        .step_by(CHUNK)
        .map(|from| from..(from + CHUNK).min(n));
    let features: Vec<Tensor<2>> = chunks
        .map(|chunk| classifier.features(images.clone().slice([chunk])))
        .collect();
    let features = Tensor::cat(features, 0);
    let probabilities = softmax(classifier.scores(features.clone()), 1);
    (features, probabilities.into_data().iter::<f64>().collect())
}

fn counted(probabilities: &[f64]) -> Quality {
    let (mut classes, mut confident_classes) = ([0; 10], [0; 10]);
    let mut confidence = 0.0;
    for row in probabilities.chunks_exact(10) {
        let (class, largest) = row
            .iter()
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(b.1))
            .unwrap_or((0, &0.0));
        classes[class] += 1;
        confident_classes[class] += usize::from(*largest > CONFIDENT);
        confidence += largest;
    }
    let samples = classes.iter().sum::<usize>();
    let n = samples.max(1) as f64;
    let shares = classes
        .iter()
        .map(|&count| count as f64 / n)
        .filter(|share| *share > 0.0);
    Quality {
        samples,
        confident: confident_classes.iter().sum::<usize>() as f64 / n,
        confidence: confidence / n,
        classes,
        confident_classes,
        entropy: shares.map(|share| share * (1.0 / share).ln()).sum(),
        fid: f64::NAN,
        floor: f64::NAN,
        held_out: HeldOut::default(),
    }
}

/// The mean distance of `n` real training digits, over several draws; measured once for each `n`.
fn floor(
    classifier: &DigitClassifier,
    n: usize,
    reference: &Moments,
) -> Result<f64, TrainingError> {
    static KNOWN: Mutex<Vec<(usize, f64)>> = Mutex::new(Vec::new());
    let mut known = KNOWN
        .lock()
        .unwrap_or_else(|poisoned| poisoned.into_inner());
    if let Some((_, floor)) = known.iter().find(|(count, _)| *count == n) {
        return Ok(*floor);
    }
    let train = Mnist::embedded()?.train;
    let draws = (0..DRAWS).filter_map(|seed| train.batches(n, seed, &device()).next());
    let distances: Vec<f64> = draws
        .map(|batch| frechet::distance(&Moments::of(seen(classifier, &batch.images).0), reference))
        .collect();
    let floor = distances.iter().sum::<f64>() / distances.len().max(1) as f64;
    known.push((n, floor));
    Ok(floor)
}
