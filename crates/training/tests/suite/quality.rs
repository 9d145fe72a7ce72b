//! What the measures say of images whose quality is known.

use burn::tensor::{Distribution, Tensor};
use noisebook_runtime::data::Mnist;
use noisebook_runtime::device;
use training::{Quality, TrainingError};

use crate::turn;

fn digits(count: usize) -> Tensor<4> {
    let train = Mnist::embedded().expect("embedded digits").train;
    train
        .batches(count, 11, &device())
        .next()
        .expect("a batch")
        .images
}

#[test]
fn real_digits_are_as_near_to_real_digits_as_the_floor_says() {
    let _turn = turn();
    let quality = Quality::measure(&digits(256)).expect("measures");
    assert!(quality.confident > 0.9 && quality.confident_classes.iter().all(|count| *count > 0));
    assert!(quality.entropy > 2.2 && quality.entropy < 10_f64.ln() + 1e-9);
    assert!(quality.fid < 1.5 * quality.floor, "{quality:?}");
    assert_eq!(quality.classes.iter().sum::<usize>(), 256);
}

/// The left half of a digit beside the right half of another: strokes of digits, but no digits.
#[test]
fn spliced_digits_are_told_from_digits() {
    let _turn = turn();
    let whole = digits(256);
    let other = Tensor::cat(
        vec![whole.clone().slice(1..256), whole.clone().slice(0..1)],
        0,
    );
    let left = whole.slice([0..256, 0..1, 0..28, 0..14]);
    let right = other.slice([0..256, 0..1, 0..28, 14..28]);
    let quality = Quality::measure(&Tensor::cat(vec![left, right], 3)).expect("measures");
    assert!(
        quality.fid > 2.0 * quality.floor && quality.confident < 0.9,
        "{quality:?}"
    );
}

/// Noise may be classified with full confidence; the distance of its features gives it away.
#[test]
fn noise_is_no_digit_however_sure_the_classifier_is() {
    let _turn = turn();
    let noise = Tensor::<4>::random([256, 1, 28, 28], Distribution::Normal(0.0, 1.0), &device());
    let quality = Quality::measure(&noise).expect("measures");
    assert!(quality.fid > 10.0 * quality.floor, "{quality:?}");
}

#[test]
fn a_single_image_or_another_shape_is_an_error_for_people() {
    let _turn = turn();
    for shape in [[1, 1, 28, 28], [8, 3, 28, 28], [8, 1, 32, 32]] {
        let error = Quality::measure(&Tensor::zeros(shape, &device())).expect_err("no measure");
        assert!(
            matches!(&error, TrainingError::Images { got, .. } if *got == shape),
            "{error}"
        );
    }
}

#[test]
fn table_and_figure_say_what_was_measured() {
    let _turn = turn();
    let quality = Quality::measure(&digits(64)).expect("measures");
    let table = quality.table().to_string();
    assert!(
        table.contains("digit-FID") && table.contains("64 digits"),
        "{table}"
    );
    assert!(quality.figure().text().contains("recognised for sure"));
    assert!(quality.verdict().contains("64 images"));
}
