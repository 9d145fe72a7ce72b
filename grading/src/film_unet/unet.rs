//! Hidden tests of 2d: the whole network.

use burn::module::Param;
use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Subject, Test, TestResult};
use labs::film_unet::{FilmForward, FilmUNet};
use solutions::film_unet::Reference;

use super::given::{DIM, images, network};
use crate::evidence::test;

/// Hidden tests of 2d.
pub const TESTS: &[Test] = &[
    test("2d", "every layer in its place", values),
    test("2d", "a digit's size", digit),
    test("2d", "across at the fine level", across),
    test("2d", "each image's own embedding", embeddings),
];

/// Ten convolutions follow each other: rounding grows with them.
const DEEP: f64 = 1e-3;

fn agrees(
    s: &Subject<'_>,
    network: &FilmUNet,
    x: Tensor<4>,
    emb: Tensor<2>,
    hint: &str,
) -> TestResult {
    let got = s.unet(network, x.clone(), emb.clone());
    let right = Reference.unet(network, x, emb);
    expect::tensor("the network's result", &got, &right, DEEP).map_err(|failure| failure.hint(hint))
}

const ORDER: &str = "the statement names the layers in their order; the results of down_res2 and down_res1 are added after up_conv2 and up_conv1";

fn values(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let network = network(&mut inputs);
    for shape in [[2, 1, 8, 8], [1, 1, 4, 12]] {
        let x = images(&mut inputs, shape);
        agrees(s, &network, x, inputs.normal([shape[0], DIM]), ORDER)?;
    }
    Ok(())
}

fn digit(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let network = network(&mut inputs);
    let x = images(&mut inputs, [1, 1, 28, 28]);
    agrees(s, &network, x, inputs.normal([1, DIM]), ORDER)
}

/// With the last way up at 0, the fine level is all that reaches the end.
fn across(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let mut network = network(&mut inputs);
    let up = &mut network.up_conv1;
    up.weight = Param::from_tensor(up.weight.val().zeros_like());
    let (x, emb) = (images(&mut inputs, [2, 1, 8, 8]), inputs.normal([2, DIM]));
    let hint = "what down_res1 returned is added right after up_conv1, before up_res1";
    agrees(s, &network, x, emb, hint)
}

/// The same image under different embeddings.
fn embeddings(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let network = network(&mut inputs);
    let x = images(&mut inputs, [1, 1, 8, 8]).repeat_dim(0, 3);
    let hint = "every block gets the embedding, each image its own row";
    agrees(s, &network, x, inputs.normal([3, DIM]), hint)
}
