//! Checks of 2d.

use burn::tensor::{Device, Tensor};
use exercise::{Subject, TestResult, expect};

use super::by_hand::{DIM, blocks, image, network, tell_the_time};
use super::{Hint, Mistake, explain_exact};
use crate::film_unet::FilmForward;

/// A few bright pixels on black, one of them where no coarser level looks.
fn start() -> Tensor<4> {
    let mut pixels = [[0.0; 8]; 8];
    for (row, column, value) in [
        (0, 0, 1.0),
        (0, 2, -3.0),
        (0, 4, 2.0),
        (1, 1, -2.0),
        (2, 2, 4.0),
        (3, 1, 40.0),
        (4, 0, 3.0),
        (4, 4, -1.0),
    ] {
        pixels[row][column] = value;
    }
    image(pixels)
}

/// The blocks multiply by 2, 3, 5, 7 and 11, and the way down keeps every second pixel: which tensors were added shows.
pub fn by_hand(subject: &Subject<'_>) -> TestResult {
    const MISTAKES: [Mistake; 7] = [
        (1.147_234, "`middle_res` is missing"),
        (
            0.397_2,
            "what `down_res2` gave is missing on the way up: add it after `up_conv2`",
        ),
        (
            -0.075_806,
            "what `down_res1` gave is missing on the way up: add it after `up_conv1`",
        ),
        (
            0.082_524,
            "what `init_conv` gave goes across: what `down_res1` gave should",
        ),
        (
            -0.050_684,
            "the fine level is added after `up_res1`, expected before it",
        ),
        (880.0, "`final_norm` is missing"),
        (
            0.468_04,
            "SiLU is missing between `final_norm` and `final_conv`",
        ),
    ];
    let embedding = Tensor::zeros([1, DIM], &Device::flex());
    let got = subject.unet(&network(), start(), embedding);
    expect::shape("the result", &got, [1, 1, 8, 8])?;
    let bright = expect::values(&got)[25];
    let result = expect::that(
        (bright - 0.287_807).abs() < 1e-4,
        format!("expected 0.2878 in the brightest pixel, got {bright:.4}"),
    );
    explain_exact(result, bright, &MISTAKES)
        .hint("the statement of 2d names all layers in their order")
}

/// One block at a time knows the time; two images differ in nothing else.
pub fn times(subject: &Subject<'_>) -> TestResult {
    let x = subject.inputs().normal([1, 1, 8, 8]).repeat_dim(0, 2);
    let embedding = Tensor::from_floats([[1.0, 0.0], [3.0, 0.0]], &Device::flex());
    for i in 0..5 {
        let mut network = network();
        let name = network.blocks()[i].0;
        let [.., block] = &mut blocks(&mut network)[..=i] else {
            continue;
        };
        tell_the_time(block);
        let got = subject.unet(&network, x.clone(), embedding.clone());
        expect::shape("the result", &got, [2, 1, 8, 8])?;
        let values = expect::values(&got);
        let differs = values[..64]
            .iter()
            .zip(&values[64..])
            .any(|(a, b)| (a - b).abs() > 1e-4);
        expect::that(
            differs,
            format!("`{name}` gives the same at two different times"),
        )
        .hint("every block gets the embedding, and each image has its own row of it")?;
    }
    Ok(())
}

/// A network with fresh weights.
pub fn shape(subject: &Subject<'_>) -> TestResult {
    let device = Device::flex();
    let config = crate::film_unet::UNetConfig {
        widths: [4, 8, 8],
        groups: 2,
        embedding: 8,
        ..crate::film_unet::UNetConfig::quick()
    };
    let Ok(network) = config.init(&device) else {
        return Ok(());
    };
    let x = subject.inputs().normal([2, 1, 28, 28]);
    let got = subject.unet(&network, x, Tensor::zeros([2, 8], &device));
    expect::shape("the result", &got, [2, 1, 28, 28])?;
    expect::finite("the result", &expect::values(&got))
}
