//! Hidden tests of 5a: the class beside the time.

use burn::module::Param;
use burn::nn::Linear;
use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Inputs, Subject, Test, TestResult};
use labs::film_unet::{ClassCondition, ClassEmbedding};
use solutions::film_unet::Reference;

use super::given::{SINGLE, steps};
use crate::evidence::{reached, test};

/// Hidden tests of 5a.
pub const TESTS: &[Test] = &[
    test("5a", "time and class, projected", values),
    test("5a", "every class has its row", rows),
    test("5a", "gradient to the table", gradient),
];

const DIM: usize = 6;
const LABELS: [i64; 4] = [3, 0, 9, 3];

fn layers(inputs: &mut Inputs) -> ClassEmbedding {
    ClassEmbedding {
        table: Param::from_tensor(inputs.normal([10, DIM])),
        combined_proj: Linear {
            weight: Param::from_tensor(inputs.normal([2 * DIM, DIM])),
            bias: Some(Param::from_tensor(inputs.normal([DIM]))),
        },
    }
}

fn agrees(s: &Subject<'_>, layers: &ClassEmbedding, time: Tensor<2>, labels: &[i64]) -> TestResult {
    let got = s.class_embedding(layers, time.clone(), steps(labels));
    let right = Reference.class_embedding(layers, time, steps(labels));
    expect::tensor("the embedding", &got, &right, SINGLE).map_err(|failure| {
        failure.hint(
            "the row of each image's class behind its time embedding, both through `combined_proj`",
        )
    })
}

fn values(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let layers = layers(&mut inputs);
    agrees(s, &layers, inputs.normal([4, DIM]), &LABELS)?;
    agrees(s, &layers, inputs.normal([1, DIM]), &[9])
}

/// The same time for all of them: only the class differs.
fn rows(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let layers = layers(&mut inputs);
    let time = inputs.normal([1, DIM]).repeat_dim(0, 10);
    agrees(s, &layers, time, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
}

fn gradient(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let (layers, time) = (layers(&mut inputs), inputs.normal([4, DIM]));
    let pull = inputs.normal([4, DIM]);
    let right = Reference.class_embedding(&layers, time.clone(), steps(&LABELS));
    let (got, gradient) = s.with_gradient(0, &pull, |s| {
        s.class_embedding(&layers, time, steps(&LABELS))
    });
    expect::tensor("the embedding", &got, &right, SINGLE)?;
    let to_class = layers.combined_proj.weight.val().narrow(0, DIM, DIM);
    let from_rows = expect::values(&pull.matmul(to_class.transpose()));
    let mut right = vec![0.0; 10 * DIM];
    for (row, &label) in from_rows.chunks(DIM).zip(&LABELS) {
        let at = label as usize * DIM;
        right[at..at + DIM]
            .iter_mut()
            .zip(row)
            .for_each(|(sum, x)| *sum += x);
    }
    let got = reached::<2>(&gradient, 0, "the table")?;
    expect::shape("the gradient to the table", &got, [10, DIM])?;
    expect::close(
        "the gradient to the table",
        &expect::values(&got),
        &right,
        SINGLE,
    )
    .map_err(|failure| failure.hint("a class learns from the images of that class alone"))
}
