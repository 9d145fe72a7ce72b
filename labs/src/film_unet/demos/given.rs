//! Networks that come with the lab.

use burn::tensor::Tensor;
use diffusion::ArgumentError;
use noisebook_runtime::figure::Values;
use noisebook_runtime::{Table, device};
use training::{DigitClassifier, Profile, TrainingError, Weights};

use super::{grouped, images};
use crate::film_unet::{ConditionalUNet, FilmUNet, film_config, film_plan};

/// The network of `quick` as it was trained for the lab, with how it came about.
///
/// # Errors
/// [`TrainingError::Weights`] where the lab comes without it.
pub fn given_network() -> Result<(FilmUNet, Table), TrainingError> {
    let weights = crate::pretrained("film-quick")?;
    let fresh = film_config(&film_plan(Profile::Quick)).build(&device());
    Ok((weights.into_model(fresh)?, origin(&weights)))
}

/// The conditional network of `quick` as it was trained for the lab, with how it came about.
///
/// # Errors
/// [`TrainingError::Weights`] where the lab comes without it.
pub fn given_conditional() -> Result<(ConditionalUNet, Table), TrainingError> {
    let weights = crate::pretrained("film-conditional-quick")?;
    let fresh = film_config(&film_plan(Profile::Quick)).build_conditional(10, &device());
    Ok((weights.into_model(fresh)?, origin(&weights)))
}

/// What the file of the weights says of itself.
fn origin(weights: &Weights) -> Table {
    let known = weights.provenance();
    let table = Table::new(["", "value"])
        .title(format!("`{}`", known.name))
        .row(["made by", &known.command])
        .row(["steps", &grouped(known.steps)])
        .row(["mean loss of the last epoch", &format!("{:.4}", known.loss)])
        .row(["size", &format!("{} KiB", weights.size().div_ceil(1024))]);
    let notes = known.notes.iter();
    notes.fold(table, |table, (name, value)| table.row([name, value]))
}

/// For each class that was asked for: what a classifier sees in the digits of a [`class_grid`](super::class_grid).
///
/// # Errors
/// When the number of images is no multiple of 10, or the classifier is missing.
pub fn class_recognition(digits: &Tensor<4>) -> Result<Table, RecognitionError> {
    let count = images("digits", digits, 10)?;
    super::sampling::in_tens(count)?;
    let classifier = DigitClassifier::pretrained()?;
    let scores = classifier.scores(classifier.features(digits.clone()));
    let seen = scores.argmax(1).float().into_values();
    let each = count / 10;
    let right = |class: usize| {
        let row = &seen[class * each..(class + 1) * each];
        row.iter().filter(|seen| **seen == class as f64).count()
    };
    let all: usize = (0..10).map(right).sum();
    let mut table = Table::new(["asked for", "recognised", "taken for instead"])
        .title(format!("{all} of {count} are taken for what was asked for"));
    for class in 0..10 {
        let others: Vec<String> = seen[class * each..(class + 1) * each]
            .iter()
            .filter(|seen| **seen != class as f64)
            .map(|seen| format!("{seen:.0}"))
            .collect();
        let found = format!("{} of {each}", right(class));
        table.push([class.to_string(), found, others.join(", ")]);
    }
    Ok(table)
}

/// Why digits could not be recognised.
#[derive(Debug, thiserror::Error)]
pub enum RecognitionError {
    /// They are not ten classes of digits.
    #[error(transparent)]
    Digits(#[from] ArgumentError),
    /// There is no classifier.
    #[error(transparent)]
    Classifier(#[from] TrainingError),
}
