use burn::tensor::{Device, Tensor};
use exercise::{Subject, Test, TestResult, expect};

use super::by_hand::{DIM, block, image, modulate};
use super::{Hint, Mistake, check, explain_exact, steps, unet};
use crate::film_unet::FilmForward;

pub const FILM_FORWARD: &[Test] = &[
    check("2a", "dim = 4 at t = 1 and t = 2", four),
    check("2a", "dim = 128 has the norm 8 at every t", long),
    check("2b", "one channel", film),
    check("2b", "γ and β of each channel of each image", channels),
    check("2b", "γ = β = 0 changes nothing", identity),
    check("2c", "a block of one channel, followed by hand", by_hand),
    check("2c", "γ = -1 erases what the norm gave", erased),
    check("2c", "the way round", way_round),
    check(
        "2d",
        "a network of one channel, followed by hand",
        unet::by_hand,
    ),
    check("2d", "every block is told the time", unet::times),
    check("2d", "a digit in, a digit's noise out", unet::shape),
];

fn four(subject: &Subject<'_>) -> TestResult {
    const SECOND: [Mistake; 4] = [
        (
            0.540_302,
            "sines and cosines come in turns: all sines first, then all cosines",
        ),
        (0.099_833, "the exponent is -k/dim, expected -k/(dim/2)"),
        (
            0.000_1,
            "the exponent is -k/(dim/2 - 1), expected -k/(dim/2)",
        ),
        (
            0.841_471,
            "the frequencies are in the other order: ω_0 = 1 is the first and the fastest",
        ),
    ];
    const FIRST: [Mistake; 3] = [
        (
            0.540_302,
            "the cosines come first: all sines, then all cosines",
        ),
        (0.001, "t is divided by T: the raw number goes in"),
        (0.0, "t - 1 goes in, expected t itself"),
    ];
    let got = subject.time_embedding(steps([1, 2]), 4);
    expect::shape("the embedding", &got, [2, 4]).hint("one row for each t, of dim numbers")?;
    let got = expect::values(&got);
    let expected = [
        0.841_471,
        0.01,
        0.540_302,
        0.999_95,
        0.909_297,
        0.019_998_7,
        -0.416_147,
        0.999_8,
    ];
    let result = expect::close("the embedding", &got, &expected, 1e-5);
    let result = explain_exact(result, got[0], &FIRST);
    explain_exact(result, got[1], &SECOND)
        .hint("(sin t·ω_0, sin t·ω_1, cos t·ω_0, cos t·ω_1) with ω_0 = 1 and ω_1 = 0.01")
}

fn long(subject: &Subject<'_>) -> TestResult {
    let got = subject.time_embedding(steps([1, 10, 500, 1000]), 128);
    expect::shape("the embedding", &got, [4, 128])?;
    let norms: Vec<f64> = expect::values(&got)
        .chunks(128)
        .map(|row| row.iter().map(|x| x * x).sum::<f64>().sqrt())
        .collect();
    expect::close("its norm", &norms, &[8.0; 4], 1e-4)
        .hint("sin² + cos² = 1 for each of 64 frequencies")
}

fn row<const N: usize>(values: [[f32; N]; 1]) -> Tensor<2> {
    Tensor::from_floats(values, &Device::flex())
}

fn film(subject: &Subject<'_>) -> TestResult {
    const MISTAKES: [Mistake; 6] = [
        (
            1.75,
            "this is γ·h + β: the factor is 1 + γ, so that γ = 0 leaves h as it is",
        ),
        (4.5, "β is missing"),
        (4.25, "γ and β are swapped: γ is the factor"),
        (
            4.875,
            "β is scaled, too: (1 + γ)·h + β, not (1 + γ)·(h + β)",
        ),
        (2.75, "this is 1 + γ·h + β: the 1 belongs to γ"),
        (3.25, "γ is missing"),
    ];
    let got = subject.film(image([[3.0]]), row([[0.5]]), row([[0.25]]));
    expect::shape("the result", &got, [1, 1, 1, 1])?;
    let got = expect::values(&got);
    let result = expect::that(
        (got[0] - 4.75).abs() < 1e-5,
        format!("h = 3, γ = 0.5, β = 0.25: expected 4.75, got {:.4}", got[0]),
    );
    explain_exact(result, got[0], &MISTAKES).hint("(1 + γ)·h + β")
}

fn channels(subject: &Subject<'_>) -> TestResult {
    let device = Device::flex();
    let gamma = Tensor::<2>::from_floats([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]], &device);
    let beta = gamma.clone() * 10.0;
    let h = Tensor::<4>::ones([2, 3, 2, 1], &device);
    let got = subject.film(h, gamma, beta);
    let expected: Vec<f64> = (0..6)
        .flat_map(|i| [1.0 + 11.0 * f64::from(i); 2])
        .collect();
    expect::shape("the result", &got, [2, 3, 2, 1])?;
    expect::close("the result", &expect::values(&got), &expected, 1e-5)
        .hint("`reshape([batch, channels, 1, 1])`: one γ and one β for each channel of each image")
}

fn identity(subject: &Subject<'_>) -> TestResult {
    let h = image([[3.0, -1.0], [0.5, 2.0]]);
    let got = subject.film(h.clone(), row([[0.0]]), row([[0.0]]));
    expect::tensor("the result", &got, &h, 1e-6)
        .hint("γ = β = 0 is \"no change\": the factor is 1 + γ")
}

fn embedding() -> Tensor<2> {
    row([[0.0; DIM]])
}

fn first_pixel(got: &Tensor<4>, expected: f64, what: &str, mistakes: &[Mistake]) -> TestResult {
    let got = expect::values(got).first().copied().unwrap_or_default();
    let result = expect::that(
        (got - expected).abs() < 1e-3,
        format!("{what}: expected {expected:.4} in the first pixel, got {got:.4}"),
    );
    explain_exact(result, got, mistakes)
}

fn by_hand(subject: &Subject<'_>) -> TestResult {
    const MISTAKES: [Mistake; 9] = [
        (
            8.480_99,
            "the first SiLU is missing, or conv1 comes before norm1 and SiLU",
        ),
        (8.683_131, "norm1 is missing"),
        (8.038_2, "norm2 is missing"),
        (
            7.449_96,
            "nothing is left of the modulation: FiLM stands before norm2, which divides it out, or is missing",
        ),
        (
            8.424_934,
            "FiLM comes after the second SiLU, expected before it",
        ),
        (8.817_619, "the second SiLU is missing"),
        (
            2.658_763,
            "the way round is missing: add `block.skip.convolve(x)`",
        ),
        (
            5.658_763,
            "x itself goes round the block: it goes through `block.skip`",
        ),
        (
            5.865_894,
            "what norm1 gave goes round the block: the block's own input does",
        ),
    ];
    let mut block = block();
    modulate(&mut block, 0.5, 0.25);
    let x = image([[3.0, -1.0], [0.0, -2.0]]);
    let got = subject.residual_block(&block, x, embedding());
    expect::shape("the result", &got, [1, 1, 2, 2])?;
    first_pixel(&got, 8.658_763, "γ = 0.5, β = 0.25", &MISTAKES)
        .hint("norm1, SiLU, conv1; norm2, FiLM, SiLU, conv2; plus skip of the input")?;
    let expected = [8.658_763, -2.232_091, -0.107_878, -4.257_191];
    expect::close("the result", &expect::values(&got), &expected, 1e-4)
}

fn erased(subject: &Subject<'_>) -> TestResult {
    // (1 - 1)·norm + 2 = 2 for every pixel, and SiLU(2) = 1.761594.
    let mut block = block();
    modulate(&mut block, -1.0, 2.0);
    let x = image([[3.0, -1.0], [0.0, -2.0]]);
    let got = subject.residual_block(&block, x.clone(), embedding());
    expect::shape("the result", &got, [1, 1, 2, 2])?;
    let rest = got - x * 2.0;
    let mistakes = [
        (2.0, "FiLM comes after the second SiLU, expected before it"),
        (
            0.0,
            "the modulation was divided out again: FiLM stands before norm2, expected after it",
        ),
    ];
    first_pixel(
        &rest,
        1.761_594,
        "γ = -1, β = 2, without the way round",
        &mistakes,
    )
    .hint("γ = -1 erases what the norm gave and β alone is left: FiLM stands right after norm2")
}

fn way_round(subject: &Subject<'_>) -> TestResult {
    let block = super::by_hand::network().down_res1;
    let x = image([[3.0, -1.0], [0.0, -2.0]]);
    let got = subject.residual_block(&block, x.clone(), embedding());
    expect::tensor(
        "a block whose convolutions are 0, and whose skip doubles",
        &got,
        &(x * 2.0),
        1e-5,
    )
    .hint("at the end add `block.skip.convolve(x)`, of the block's own input")
}
