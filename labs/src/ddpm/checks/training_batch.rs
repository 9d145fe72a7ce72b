use burn::tensor::{Device, Tensor};
use exercise::{Subject, Test, TestResult, expect};

use super::examples::{even, rebuilt, well_formed};
use super::{Hint, Mistake, explain, explain_exact, moments, numbers, three_steps};
use crate::ddpm::TrainingBatch;

pub const TRAINING_BATCH: &[Test] = &[
    Test {
        exercise: "3a",
        name: "one timestep of 1..=T for each image",
        run: timesteps,
    },
    Test {
        exercise: "3a",
        name: "every timestep comes up",
        run: every_timestep,
    },
    Test {
        exercise: "3b",
        name: "the noise is standard normal",
        run: noise,
    },
    Test {
        exercise: "3b",
        name: "every pixel of every image has its own draw",
        run: own_draws,
    },
    Test {
        exercise: "3c",
        name: "t and the returned noise rebuild x_t",
        run: examples,
    },
    Test {
        exercise: "3c",
        name: "timesteps and noise of a large batch",
        run: many_examples,
    },
    Test {
        exercise: "3d",
        name: "four pixels by hand",
        run: by_hand,
    },
    Test {
        exercise: "3d",
        name: "predicting 0 costs 1",
        run: zero,
    },
    Test {
        exercise: "3d",
        name: "the gradient reaches the prediction",
        run: gradient,
    },
];

fn zeros(shape: [usize; 4]) -> Tensor<4> {
    Tensor::zeros(shape, &Device::flex())
}

fn timesteps(subject: &Subject<'_>) -> TestResult {
    for batch in [1, 7, 64] {
        let t = subject.sample_timesteps(&zeros([batch, 1, 2, 2]), 3);
        well_formed(&numbers(&t), batch)?;
    }
    let t = subject.sample_timesteps(&zeros([5, 1, 2, 2]), 1);
    let only = numbers(&t).iter().all(|&t| t == 1);
    expect::that(only, "with T = 1 every timestep is 1")
}

fn every_timestep(subject: &Subject<'_>) -> TestResult {
    let drawn = numbers(&subject.sample_timesteps(&zeros([300, 1, 1, 1]), 3));
    well_formed(&drawn, 300)?;
    even(&drawn)
}

const SHAPE: [usize; 4] = [32, 1, 12, 12];

fn noise(subject: &Subject<'_>) -> TestResult {
    const SPREADS: [Mistake; 2] = [
        (
            1.0 / 3.464_101_6,
            "this is uniform noise of `Distribution::Default`, expected `Distribution::Normal(0.0, 1.0)`",
        ),
        (0.0, "no noise was drawn"),
    ];
    let noise = subject.sample_noise(&zeros(SHAPE));
    expect::shape("ε", &noise, SHAPE)?;
    let draws = expect::values(&noise);
    explain(
        expect::normal_draws("ε", &draws, 0.0, 1.0),
        moments(&draws).1,
        &SPREADS,
    )
    .hint("ε ~ N(0, I), whatever is in `x0`")
}

fn own_draws(subject: &Subject<'_>) -> TestResult {
    let noise = subject.sample_noise(&zeros(SHAPE));
    expect::shape("ε", &noise, SHAPE)?;
    let draws = expect::values(&noise);
    let half = draws.len() / 2;
    expect::uncorrelated("ε of different images", &draws[..half], &draws[half..])?;
    let again = expect::values(&subject.sample_noise(&zeros(SHAPE)));
    expect::uncorrelated("ε of two calls", &draws, &again)
        .hint("each call draws anew: do not seed the device in the body")
}

fn examples(subject: &Subject<'_>) -> TestResult {
    for shape in [[3, 1, 2, 2], [6, 2, 4, 6], [28, 1, 28, 28]] {
        let x0 = subject.inputs().uniform_tensor(shape, -1.0, 1.0);
        let (x_t, t, epsilon) = subject.noisy_batch(x0.clone(), &three_steps().alpha_cumprod);
        let drawn = numbers(&t);
        well_formed(&drawn, shape[0])?;
        expect::shape("x_t", &x_t, shape)?;
        expect::shape("ε", &epsilon, shape)?;
        rebuilt(&[&x_t, &x0, &epsilon].map(expect::values), &drawn)?;
    }
    Ok(())
}

fn many_examples(subject: &Subject<'_>) -> TestResult {
    let shape = [300, 1, 4, 4];
    let x0 = subject.inputs().uniform_tensor(shape, -1.0, 1.0);
    let (_, t, epsilon) = subject.noisy_batch(x0, &three_steps().alpha_cumprod);
    let drawn = numbers(&t);
    well_formed(&drawn, 300)?;
    even(&drawn)?;
    expect::shape("ε", &epsilon, shape)?;
    expect::normal_draws("ε", &expect::values(&epsilon), 0.0, 1.0)
        .hint("return ε itself, before it is scaled")
}

/// Two images of two pixels: errors 1, 2, 2 and 3.
fn pair() -> (Tensor<4>, Tensor<4>) {
    let image =
        |data: [[f32; 2]; 2]| Tensor::<2>::from_floats(data, &Device::flex()).reshape([2, 1, 1, 2]);
    (
        image([[1.0, 2.0], [3.0, 4.0]]),
        image([[0.0, 0.0], [1.0, 1.0]]),
    )
}

fn by_hand(subject: &Subject<'_>) -> TestResult {
    const MISTAKES: [Mistake; 5] = [
        (18.0, "this is the sum of the squares, expected their mean"),
        (
            9.0,
            "this is the mean over the images only: take the mean over the pixels, too",
        ),
        (
            2.0,
            "this is the mean of |ε_θ - ε|, expected that of the squares",
        ),
        (
            2.121_32,
            "this is the root of the mean, expected the mean itself",
        ),
        (
            0.0,
            "the loss is 0 for a wrong prediction: what is subtracted from what?",
        ),
    ];
    let (predicted, noise) = pair();
    let got = expect::values(&subject.loss(predicted, noise));
    expect::length("the loss", &got, 1)?;
    let close = (got[0] - 4.5).abs() < 1e-5;
    let message = format!(
        "errors 1, 2, 2 and 3: expected the loss 4.5, got {:.4}",
        got[0]
    );
    explain_exact(expect::that(close, message), got[0], &MISTAKES)
}

fn zero(subject: &Subject<'_>) -> TestResult {
    let shape = [32, 1, 16, 16];
    let noise = subject.inputs().normal(shape);
    let got = expect::values(&subject.loss(zeros(shape), noise));
    expect::length("the loss", &got, 1)?;
    // ε² has mean 1 and variance 2.
    let error = (2.0 / (32.0 * 256.0_f64)).sqrt();
    let close = (got[0] - 1.0).abs() <= expect::STANDARD_ERRORS * error;
    let message = format!("a prediction of 0 costs 1, got {:.4}", got[0]);
    expect::that(close, message).hint("the mean over all pixels of all images")
}

fn gradient(subject: &Subject<'_>) -> TestResult {
    let one = Tensor::<1>::ones([1], &Device::flex());
    let (predicted, noise) = pair();
    let (_, gradient) = subject.with_gradient(0, &one, |s| s.loss(predicted, noise));
    let hint =
        "compare with burn's operations alone; `detach`, or a number taken out, cuts the graph";
    match gradient.of::<4>(0)? {
        None => expect::that(false, "no gradient reaches the prediction"),
        Some(got) => expect::close(
            "∂loss/∂predicted",
            &expect::values(&got),
            &[0.5, 1.0, 1.0, 1.5],
            1e-5,
        ),
    }
    .hint(hint)
}
