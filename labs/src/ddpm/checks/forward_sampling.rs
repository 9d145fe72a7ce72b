use burn::tensor::{Device, Tensor};
use exercise::{Failure, Subject, Test, TestResult, expect};

use super::{Hint, Mistake, explain, explain_exact, ints, moments, table, three_steps};
use crate::ddpm::ForwardSampling;

pub const FORWARD_SAMPLING: &[Test] = &[
    Test {
        exercise: "1a",
        name: "three steps",
        run: three,
    },
    Test {
        exercise: "1a",
        name: "a schedule of one step",
        run: one,
    },
    Test {
        exercise: "1a",
        name: "a thousand equal steps",
        run: thousand,
    },
    Test {
        exercise: "1b",
        name: "the factors of x_0 and ε at t = 2",
        run: factors,
    },
    Test {
        exercise: "1b",
        name: "each image has its own t, the last one too",
        run: own_timesteps,
    },
    Test {
        exercise: "1b",
        name: "the given noise is used and returned",
        run: given_noise,
    },
    Test {
        exercise: "1b",
        name: "without one, fresh noise is drawn",
        run: drawn_noise,
    },
];

fn three(subject: &Subject<'_>) -> TestResult {
    const SECOND: [Mistake; 5] = [
        (
            25.0 / 36.0,
            "these are the α_t of single steps: ᾱ_t is the product of all of them up to t",
        ),
        (
            0.023_955_6,
            "this is the product of the β_t, expected that of 1 - β_t",
        ),
        (
            0.616_044_4,
            "this is 1 minus the sum of the β_t, which is right for tiny β only: multiply",
        ),
        (0.8, "this is √ᾱ_t, expected ᾱ_t"),
        (
            0.921_6,
            "the list is shifted: its first value is ᾱ_1 = 1 - β_1, not ᾱ_0 = 1",
        ),
    ];
    let got = subject.alpha_bars(&three_steps().betas);
    let second = got.get(1).copied().unwrap_or_default();
    explain_exact(
        table(
            "alpha_bars([0.0784, 0.3056, 0.4375])",
            &got,
            &[0.9216, 0.64, 0.36],
        ),
        second,
        &SECOND,
    )
}

fn one(subject: &Subject<'_>) -> TestResult {
    table("alpha_bars([0.25])", &subject.alpha_bars(&[0.25]), &[0.75])
}

fn thousand(subject: &Subject<'_>) -> TestResult {
    let got = subject.alpha_bars(&[0.001; 1000]);
    expect::length("alpha_bars of 1000 betas", &got, 1000)?;
    expect::close_relative(
        "the last of a thousand ᾱ, all β = 0.001",
        &got[999..],
        &[0.999_f64.powi(1000)],
        1e-9,
    )
    .hint("multiply in `f64`, factor by factor")
}

fn constant(value: f32, shape: [usize; 4]) -> Tensor<4> {
    Tensor::full(shape, value, &Device::flex())
}

/// The numbers that images of ones without noise, and images of zeros with noise 1, become at these timesteps.
fn both_factors(
    subject: &Subject<'_>,
    t: &[i64],
    [height, width]: [usize; 2],
) -> Result<[Vec<f64>; 2], Failure> {
    let shape = [t.len(), 1, height, width];
    let one = |clean: f32, noise: f32| -> Result<Vec<f64>, Failure> {
        let noise = Some(constant(noise, shape));
        let alpha_bars = three_steps().alpha_cumprod;
        let (x_t, _) = subject.q_sample(constant(clean, shape), ints(t), &alpha_bars, noise);
        expect::shape("x_t", &x_t, shape)?;
        Ok(expect::values(&x_t))
    };
    Ok([one(1.0, 0.0)?, one(0.0, 1.0)?])
}

fn factors(subject: &Subject<'_>) -> TestResult {
    const SIGNAL: [Mistake; 3] = [
        (0.64, "the factor of x_0 is ᾱ_t, expected √ᾱ_t"),
        (
            0.6,
            "the factors are those of t = 3, or swapped: the value of timestep t stands at index t - 1",
        ),
        (1.0, "x_0 is not shrunk: its factor is √ᾱ_t"),
    ];
    const NOISE: [Mistake; 3] = [
        (0.36, "the factor of ε is 1-ᾱ_t, expected its root"),
        (0.2, "the factor of ε is 1-√ᾱ_t, expected √(1-ᾱ_t)"),
        (1.0, "ε is not scaled: its factor is √(1-ᾱ_t)"),
    ];
    let [signal, noise] = both_factors(subject, &[2], [1, 1])?;
    for (what, got, expected, mistakes) in [
        ("the factor of x_0 at t = 2", signal[0], 0.8, &SIGNAL),
        ("the factor of ε at t = 2", noise[0], 0.6, &NOISE),
    ] {
        let close = (got - expected).abs() < 1e-5;
        let result = expect::that(close, format!("{what}: expected {expected}, got {got:.4}"));
        explain_exact(result, got, mistakes)?;
    }
    Ok(())
}

fn own_timesteps(subject: &Subject<'_>) -> TestResult {
    let hint =
        "√ᾱ_t of each image as `[batch, 1, 1, 1]` reaches all pixels of its image and no other's";
    for (t, size) in [
        (vec![1, 2], [1, 2]),
        (vec![2, 1], [2, 1]),
        (vec![3, 1, 2], [2, 3]),
        (vec![3; 5], [2, 2]),
    ] {
        let got = both_factors(subject, &t, size)?;
        let pixels = size[0] * size[1];
        let spread = |of: fn(&(f64, f64)) -> f64| -> Vec<f64> {
            let roots = t.iter().map(|t| of(&super::ROOTS[*t as usize - 1]));
            roots.flat_map(|root| vec![root; pixels]).collect()
        };
        let expected = [spread(|root| root.0), spread(|root| root.1)];
        for (what, (got, expected)) in ["x_0", "ε"].iter().zip(got.iter().zip(&expected)) {
            let name = format!("the factors of {what} in images at t = {t:?}");
            expect::close(&name, got, expected, 1e-5).hint(hint)?;
        }
    }
    Ok(())
}

fn given_noise(subject: &Subject<'_>) -> TestResult {
    let mut inputs = subject.inputs();
    let (x0, noise) = (
        inputs.uniform_tensor([3, 1, 4, 5], -1.0, 1.0),
        inputs.normal([3, 1, 4, 5]),
    );
    let alpha_bars = three_steps().alpha_cumprod;
    let (x_t, returned) = subject.q_sample(
        x0.clone(),
        ints(&[2, 2, 2]),
        &alpha_bars,
        Some(noise.clone()),
    );
    expect::tensor("the returned ε", &returned, &noise, 1e-6)
        .hint("return the noise that was given, unscaled")?;
    expect::tensor("x_2", &x_t, &(x0 * 0.8 + noise * 0.6), 1e-5)
        .hint("x_t = √ᾱ_t·x_0 + √(1-ᾱ_t)·ε, with the noise that was given")
}

fn drawn_noise(subject: &Subject<'_>) -> TestResult {
    const SPREADS: [Mistake; 2] = [
        (0.6, "return ε itself, before it is multiplied by √(1-ᾱ_t)"),
        (0.0, "no noise was drawn"),
    ];
    let shape = [16, 1, 12, 12];
    let x0 = subject.inputs().uniform_tensor(shape, -1.0, 1.0);
    let alpha_bars = three_steps().alpha_cumprod;
    let (x_t, noise) = subject.q_sample(x0.clone(), ints(&[2; 16]), &alpha_bars, None);
    expect::shape("ε", &noise, shape)?;
    let draws = expect::values(&noise);
    explain(
        expect::normal_draws("ε", &draws, 0.0, 1.0),
        moments(&draws).1,
        &SPREADS,
    )?;
    let half = draws.len() / 2;
    expect::uncorrelated("ε of different images", &draws[..half], &draws[half..])
        .hint("every pixel of every image has its own draw")?;
    expect::tensor("x_2", &x_t, &(x0 * 0.8 + noise * 0.6), 1e-5)
        .hint("the ε you return is the very one that is in x_t")
}
