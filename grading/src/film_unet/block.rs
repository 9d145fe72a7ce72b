//! Hidden tests of 2c: the residual block.

use burn::module::Param;
use burn::tensor::Tensor;
use exercise::expect;
use exercise::{Subject, Test, TestResult};
use labs::film_unet::{FilmForward, ResidualBlock};
use solutions::film_unet::Reference;

use super::given::{DIM, SINGLE, block, images, network};
use crate::evidence::test;

/// Hidden tests of 2c.
pub const TESTS: &[Test] = &[
    test("2c", "every layer in its place", values),
    test("2c", "as many channels in as out", square),
    test("2c", "the way round the block", residual),
    test("2c", "modulation after the norm", after_the_norm),
];

const SHAPE: [usize; 4] = [3, 4, 4, 4];

fn agrees(
    s: &Subject<'_>,
    block: &ResidualBlock,
    x: Tensor<4>,
    emb: Tensor<2>,
    hint: &str,
) -> TestResult {
    let got = s.residual_block(block, x.clone(), emb.clone());
    let right = Reference.residual_block(block, x, emb);
    expect::tensor("the block's result", &got, &right, SINGLE).map_err(|failure| failure.hint(hint))
}

const ORDER: &str = "norm1, SiLU, conv1; norm2, FiLM, SiLU, conv2; plus skip of the input";

fn values(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let block = block(&mut inputs);
    for batch in [1, 3] {
        let x = images(&mut inputs, [batch, 4, 4, 6]);
        agrees(s, &block, x, inputs.normal([batch, DIM]), ORDER)?;
    }
    Ok(())
}

fn square(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let block = network(&mut inputs).down_res1;
    let (x, emb) = (images(&mut inputs, SHAPE), inputs.normal([3, DIM]));
    agrees(
        s,
        &block,
        x,
        emb,
        "the skip is a convolution, too, where channels do not change",
    )
}

/// With conv2 at 0 only its bias and the skip are left.
fn residual(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let mut block = block(&mut inputs);
    block.conv2.weight = Param::from_tensor(block.conv2.weight.val().zeros_like());
    let (x, emb) = (images(&mut inputs, SHAPE), inputs.normal([3, DIM]));
    agrees(s, &block, x, emb, "add `skip` of the block's own input")
}

/// A modulation that scales all channels of a block alike: before the norm it would be divided out.
fn after_the_norm(s: &Subject<'_>) -> TestResult {
    let mut inputs = s.inputs();
    let mut block = block(&mut inputs);
    let last = &mut block.time_mlp.2;
    last.weight = Param::from_tensor(last.weight.val().zeros_like());
    let [_, both] = last.weight.dims();
    let gamma = Tensor::<1>::full([both / 2], 4.0, &last.weight.val().device());
    let bias = Tensor::cat(vec![gamma.clone(), gamma * 0.0], 0);
    last.bias = Some(Param::from_tensor(bias));
    let (x, emb) = (images(&mut inputs, SHAPE), inputs.normal([3, DIM]));
    let hint = "FiLM stands after norm2: GroupNorm divides out what scales its whole group";
    agrees(s, &block, x, emb, hint)
}
